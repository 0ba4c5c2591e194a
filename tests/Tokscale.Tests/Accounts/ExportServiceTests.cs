using System.IO.Compression;
using System.Text;
using Tokscale.Core.Accounts;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Tests.Pricing;
using Xunit;

namespace Tokscale.Tests.Accounts;

/// <summary>What a service can answer, and where a token goes.</summary>
public sealed class ExportServiceTests
{
    private static readonly UsageExport s_export = SourceRegistry.Find("cursor")!.Export!;
    private static readonly SessionToken s_token = s_export.ReadToken(CursorService.Token)!;

    private readonly FastClock _clock = new() { IsFast = true };

    [Fact]
    public async Task An_export_comes_with_its_rows_and_days()
    {
        using LoopbackServer server = CursorService.Start();

        (ServiceAnswer answer, ExportSummary? summary) = await FetchAsync(server.Url);

        Assert.Equal((null, false), (answer.Failure, answer.IsRefused));
        Assert.Equal(CursorService.Export("2026-04-01", "2026-04-02"), Encoding.UTF8.GetString(answer.Document!));
        Assert.Equal(new ExportSummary(2, new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 2)), summary);
    }

    [Fact]
    public async Task The_service_sees_a_browser_that_comes_from_its_settings()
    {
        using LoopbackServer server = CursorService.Start();

        await FetchAsync(server.Url);

        string head = Assert.Single(server.Requests);
        Assert.StartsWith("GET /api/dashboard/export-usage-events-csv?strategy=tokens HTTP/1.1", head);
        Assert.Contains("Referer: https://www.cursor.com/settings\r\n", head);
        Assert.Contains("User-Agent: Mozilla/5.0", head);
        Assert.DoesNotContain("tokscale", head);
    }

    [Theory]
    [InlineData("401 Unauthorized", "HTTP 401", true, 1)]
    [InlineData("403 Forbidden", "HTTP 403", true, 1)]
    [InlineData("404 Not Found", "HTTP 404", false, 1)]
    [InlineData("204 No Content", "HTTP 204", false, 1)]
    [InlineData("429 Too Many Requests", "HTTP 429", false, 4)]
    [InlineData("500 Internal Server Error", "HTTP 500", false, 2)]
    [InlineData("503 Service Unavailable", "HTTP 503", false, 2)]
    public async Task Every_other_status_is_a_failure_and_retries_are_few(string status, string failure, bool isRefused, int requests)
    {
        using LoopbackServer server = LoopbackServer.Always(status, "{}"u8.ToArray());

        (ServiceAnswer answer, ExportSummary? summary) = await FetchAsync(server.Url);

        Assert.Equal((failure, isRefused, null), (answer.Failure, answer.IsRefused, summary));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Theory]
    [InlineData("<!doctype html><html><body>Sign in</body></html>", "a web page came in place of the data")]
    [InlineData("\n  <html>", "a web page came in place of the data")]
    [InlineData("", "what came is not what was asked for")]
    [InlineData("{\"error\":\"no\"}", "what came is not what was asked for")]
    [InlineData("Date,Other\n", "what came is not what was asked for")]
    [InlineData("Model,Date,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens\n", "what came is not what was asked for")]
    public async Task What_is_no_export_is_a_failure(string body, string failure)
    {
        using LoopbackServer server = LoopbackServer.Always("200 OK", Encoding.UTF8.GetBytes(body));

        (ServiceAnswer answer, ExportSummary? summary) = await FetchAsync(server.Url);

        Assert.Equal((failure, null, null), (answer.Failure, answer.Document, summary));
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public async Task An_account_without_usage_has_an_export_without_rows(string mark)
    {
        using LoopbackServer server = LoopbackServer.Always("200 OK", Encoding.UTF8.GetBytes(mark + CursorService.Header));

        Assert.Equal(new ExportSummary(0, null, null), (await FetchAsync(server.Url)).Summary);
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_a_failure()
    {
        using LoopbackServer server = LoopbackServer.Always(
            "200 OK", Encoding.UTF8.GetBytes(CursorService.Export("2026-04-01")), "Content-Length: 100000");

        Assert.Equal("the answer was cut short", (await FetchAsync(server.Url)).Answer.Failure);
    }

    [Fact]
    public async Task An_answer_without_end_is_a_failure()
    {
        byte[] block = new byte[1 << 20];
        using var server = new LoopbackServer(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nDate,"), token);
            while (true) await stream.WriteAsync(block, token);
        });

        Assert.Equal("the answer is longer than 64 MB", (await FetchAsync(server.Url)).Answer.Failure);
    }

    [Fact]
    public async Task An_answer_that_unpacks_without_end_is_a_failure()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            for (int i = 0; i < 80; i++) gzip.Write(new byte[1 << 20]);
        using LoopbackServer server = LoopbackServer.Always("200 OK", packed.ToArray(), "Content-Encoding: gzip");

        Assert.Equal("the answer is longer than 64 MB", (await FetchAsync(server.Url)).Answer.Failure);
    }

    [Fact]
    public async Task A_service_that_is_silent_is_not_waited_for_without_end()
    {
        using var server = new LoopbackServer(static (_, _, token) => Task.Delay(Timeout.Infinite, token));

        Assert.Equal("no answer within 60 seconds", (await FetchAsync(server.Url)).Answer.Failure);
        Assert.Contains(TimeSpan.FromSeconds(60), _clock.Delays);
    }

    [Theory]
    [InlineData("http://localhost:{0}/stolen")]
    [InlineData("https://127.0.0.1:{0}/stolen")]
    [InlineData("//localhost:{0}/stolen")]
    [InlineData("http://127.0.0.1.nip.example:{0}/stolen")]
    [InlineData("file:///etc/passwd")]
    public async Task A_token_does_not_follow_a_redirect_to_another_place(string target)
    {
        using var thief = new LoopbackServer((_, stream, token) => LoopbackServer.SendAsync(stream, "200 OK", [], token));
        string port = thief.Url[(thief.Url.LastIndexOf(':') + 1)..];
        using LoopbackServer server = LoopbackServer.Always("302 Found", [], $"Location: {string.Format(target, port)}");

        (ServiceAnswer answer, _) = await FetchAsync(server.Url);

        Assert.StartsWith("redirected", answer.Failure);
        Assert.Empty(thief.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_within_the_service_is_followed_but_not_for_ever()
    {
        using var server = new LoopbackServer((head, stream, token) => head.StartsWith("GET /new ")
            ? LoopbackServer.SendAsync(stream, "200 OK", Encoding.UTF8.GetBytes(CursorService.Header), token)
            : LoopbackServer.SendAsync(stream, "307 Temporary Redirect", [], token, "Location: /new"));
        Assert.NotNull((await FetchAsync(server.Url)).Summary);

        using LoopbackServer loop = LoopbackServer.Always("302 Found", [], "Location: /again");
        Assert.Equal("too many redirects", (await FetchAsync(loop.Url)).Answer.Failure);
        Assert.InRange(loop.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData("http://api.example.test")]
    [InlineData("http://10.0.0.1")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("nonsense")]
    public async Task A_token_is_not_sent_without_encryption(string address) =>
        Assert.EndsWith("is no https address", (await FetchAsync(address)).Answer.Failure);

    [Theory]
    [InlineData("""{"membershipType":"pro"}""", null)]
    [InlineData("<html>", "a web page came in place of the data")]
    [InlineData("", "what came is not what was asked for")]
    public async Task A_session_is_valid_when_the_service_answers_with_an_object(string body, string? failure)
    {
        using LoopbackServer server = LoopbackServer.Always("200 OK", Encoding.UTF8.GetBytes(body));
        using ExportService service = ServiceAt(server.Url);

        Assert.Equal(failure, (await service.CheckAsync(s_token)).Failure);
        Assert.StartsWith("GET /api/usage-summary ", Assert.Single(server.Requests));
    }

    private async Task<(ServiceAnswer Answer, ExportSummary? Summary)> FetchAsync(string address)
    {
        using ExportService service = ServiceAt(address);
        return await service.FetchAsync(s_token);
    }

    private ExportService ServiceAt(string address) =>
        new(HomeDirectory.At("/", new Dictionary<string, string> { ["TOKSCALE_CURSOR_URL"] = address }), s_export, _clock);
}
