using System.Text;
using Tokscale.Tests.Pricing;

namespace Tokscale.Tests.Accounts;

/// <summary>Answers as the service does: usage by account to whoever brings a session that is valid.</summary>
internal static class CursorService
{
    public const string Secret = "eyJhbGciOiJIUzI1NiJ9.S3cr3tValue0123456789.signature";
    public const string Token = "user_01ABC%3A%3A" + Secret;
    public const string SecondToken = "user_02DEF%3A%3A" + Secret + "2";

    public const string Header =
        "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n";

    /// <summary>An export with one event of 1111 tokens on each day.</summary>
    public static string Export(params string[] days) =>
        Header + string.Concat(days.Select(day => $"\"{day}T10:00:00.000Z\",\"Included\",\"gpt-5\",\"No\",\"0\",\"1000\",\"100\",\"11\",\"1111\",\"0.19\"\n"));

    /// <summary>A service with two accounts.</summary>
    /// <param name="exportOf">The usage of an account by its token.</param>
    public static LoopbackServer Start(Func<string, string>? exportOf = null) => new((head, stream, token) =>
    {
        string? session = new[] { SecondToken, Token }.FirstOrDefault(known => head.Contains($"Cookie: WorkosCursorSessionToken={known}\r\n"));
        string path = head.Split(' ')[1];
        return (session, path) switch
        {
            (null, _) => LoopbackServer.SendAsync(stream, "401 Unauthorized", "{}"u8.ToArray(), token),
            (_, "/api/usage-summary") => LoopbackServer.SendAsync(stream, "200 OK", "{\"membershipType\":\"pro\"}"u8.ToArray(), token),
            (_, "/api/dashboard/export-usage-events-csv?strategy=tokens") => LoopbackServer.SendAsync(
                stream, "200 OK", Encoding.UTF8.GetBytes(exportOf?.Invoke(session) ?? Export("2026-04-01", "2026-04-02")), token),
            _ => LoopbackServer.SendAsync(stream, "404 Not Found", [], token),
        };
    });
}
