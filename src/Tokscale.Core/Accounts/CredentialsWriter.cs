using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Tokscale.Core.Accounts;

/// <summary>Writes accounts as JSON.</summary>
internal static class CredentialsWriter
{
    public const int Version = 1;

    public static byte[] Write(AccountList accounts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("activeAccountId", accounts.Active?.Id);
            json.WriteStartObject("accounts");
            foreach (Account account in accounts.Accounts) Write(json, account);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject(account.Id);
        json.WriteString("sessionToken", account.Token.Value);
        if (account.UserId is { } userId) json.WriteString("userId", userId);
        if (account.CreatedMs is { } createdMs) json.WriteString("createdAt", Instant(createdMs));
        if (account.Label is { } label) json.WriteString("label", label);
        json.WriteEndObject();
    }

    private static string Instant(long timestampMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
