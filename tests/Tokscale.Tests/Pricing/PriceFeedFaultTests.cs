using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Feed;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Fetching prices from servers, networks and files that are broken or hostile.</summary>
public sealed class PriceFeedFaultTests : PriceFeedTestBase
{
    [Theory]
    [InlineData("429 Too Many Requests", 4, "HTTP 429")]
    [InlineData("500 Internal Server Error", 2, "HTTP 500")]
    [InlineData("503 Service Unavailable", 2, "HTTP 503")]
    [InlineData("404 Not Found", 1, "HTTP 404")]
    [InlineData("403 Forbidden", 1, "HTTP 403")]
    public void A_refusal_is_retried_as_often_as_the_table_says_and_told_once(string status, int requests, string told)
    {
        using LoopbackServer server = LoopbackServer.Always(status, "no"u8.ToArray());
        PriceFeed feed = AssertLastGoodPrices(server);
        Assert.Equal(3 * requests, server.Requests.Count);
        Assert.Contains(told, feed.Warnings[0]);
        Assert.Contains("Using built-in prices of", feed.Warnings[0]);
    }

    [Fact]
    public void Retries_of_a_busy_server_wait_one_two_and_four_seconds()
    {
        using var server = new LoopbackServer((head, stream, token) => head.Contains("/litellm")
            ? LoopbackServer.SendAsync(stream, "429 Too Many Requests", [], token)
            : LoopbackServer.SendAsync(stream, "200 OK", UpstreamDocuments.For(head), token));
        Clock.IsFast = true;
        Load(server.Url, isRefresh: true);
        TimeSpan[] waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];
        Assert.Equal(waits, Clock.Delays.Where(delay => delay < TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("86400", 1)]
    public void A_server_may_ask_for_some_patience_but_not_for_a_day(string retryAfter, int seconds)
    {
        int asked = 0;
        using var server = new LoopbackServer((head, stream, token) => head.Contains("/litellm") && Interlocked.Increment(ref asked) == 1
            ? LoopbackServer.SendAsync(stream, "429 Too Many Requests", [], token, $"Retry-After: {retryAfter}")
            : LoopbackServer.SendAsync(stream, "200 OK", UpstreamDocuments.For(head), token));
        Clock.IsFast = true;
        (_, PriceFeed feed) = Load(server.Url, isRefresh: true);
        Assert.Empty(feed.Warnings);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], Clock.Delays.Where(delay => delay < TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_server_that_is_not_there_is_told_once_and_not_asked_again_for_an_hour()
    {
        using LoopbackServer server = LoopbackServer.Always("200 OK", []);
        string dead = server.Url;
        server.Dispose();
        (PriceTable table, PriceFeed feed) = Load(dead);
        Assert.Single(feed.Warnings);
        Assert.Contains("no connection", feed.Warnings[0]);
        Assert.NotNull(table.Find("claude-opus-4-8"));
        using LoopbackServer good = Good();
        Assert.Empty(Load(good).Feed.Warnings);
        Assert.Empty(good.Requests);
        Clock.Now += TimeSpan.FromHours(1.1);
        Load(good);
        Assert.Equal(3, good.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_tls_is_told_and_not_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        int connections = 0;
        Task serving = Task.Run(
            async () =>
            {
                while (true)
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(cancellation);
                    Interlocked.Increment(ref connections);
                    await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellation);
                }
            },
            cancellation);
        (PriceTable table, PriceFeed feed) = Load($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        Assert.Matches("not secure|no OpenSSL library", Assert.Single(feed.Warnings));
        Assert.InRange(connections, 0, 3);
        Assert.NotNull(table.Find("gpt-5"));
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Fact]
    public void A_server_that_never_answers_costs_a_bounded_wait()
    {
        using var server = new LoopbackServer(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        AssertLastGoodPrices(server);
        Assert.Contains(TimeSpan.FromSeconds(30), Clock.Delays);
    }

    [Fact]
    public void A_server_that_drips_runs_into_the_same_limit()
    {
        using var server = new LoopbackServer(static async (_, stream, token) =>
        {
            await LoopbackServer.SendAsync(stream, "200 OK", "{"u8.ToArray(), token, "Content-Length: 1000000");
            while (!token.IsCancellationRequested)
            {
                await stream.WriteAsync(" "u8.ToArray(), token);
                await Task.Delay(10, token);
            }
        });
        AssertLastGoodPrices(server);
    }

    [Theory]
    [InlineData("<!doctype html><html><body>captive portal</body></html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"claude-sonnet-4-5":{"input_cost_per_token":3e-6""")]
    public void An_answer_that_is_no_list_is_not_kept(string body)
    {
        using LoopbackServer server = LoopbackServer.Always("200 OK", Encoding.UTF8.GetBytes(body));
        AssertLastGoodPrices(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void Half_a_body_is_not_kept()
    {
        using var server = new LoopbackServer((head, stream, token) => LoopbackServer.SendAsync(
            stream, "200 OK", UpstreamDocuments.For(head)[..1000], token, $"Content-Length: {UpstreamDocuments.For(head).Length}"));
        Assert.Contains("cut short", AssertLastGoodPrices(server).Warnings[0]);
    }

    [Fact]
    public void A_gzip_bomb_is_given_up_at_the_limit()
    {
        byte[] bomb = Bomb();
        using LoopbackServer server = LoopbackServer.Always("200 OK", bomb, "Content-Encoding: gzip");
        Assert.Contains("longer than 64 MB", AssertLastGoodPrices(server, TimeProvider.System).Warnings[0]);
    }

    [Fact]
    public void An_endless_answer_is_given_up_at_the_limit()
    {
        byte[] block = new byte[1 << 20];
        using var server = new LoopbackServer(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
            while (!token.IsCancellationRequested) await stream.WriteAsync(block, token);
        });
        Assert.Contains("longer than 16 MB", AssertLastGoodPrices(server, TimeProvider.System).Warnings[0]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/x")]
    [InlineData("/elsewhere")]
    [InlineData("file:///etc/passwd")]
    public void A_redirect_to_anything_but_https_is_not_followed(string target)
    {
        using LoopbackServer server = LoopbackServer.Always("302 Found", [], $"Location: {target}");
        Assert.Contains("redirected away from https", AssertLastGoodPrices(server).Warnings[0]);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void Plain_http_to_another_machine_is_not_tried()
    {
        (_, PriceFeed feed) = Load("http://example.invalid");
        Assert.Contains("is no https address", Assert.Single(feed.Warnings));
    }

    [Theory]
    [InlineData("negative")]
    [InlineData("NaN")]
    [InlineData("thousandfold")]
    [InlineData("three keys")]
    public void A_poisoned_list_changes_no_price(string poison)
    {
        using var server = new LoopbackServer((head, stream, token) => LoopbackServer.SendAsync(
            stream, "200 OK", head.Contains("/litellm") ? UpstreamDocuments.Bytes(Poisoned(poison)) : UpstreamDocuments.For(head), token));
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Single(feed.Warnings);
        foreach (string id in (string[])["claude-opus-4-8", "gpt-5", "gpt-4.1-nano", "o1-pro"])
            Assert.Equal(PriceTable.Embedded.Find(id)!.Card.Published(), table.Find(id)!.Card.Published());
    }

    [Fact]
    public void One_price_that_jumps_is_kept_as_it_was_and_told_by_name()
    {
        JsonObject list = UpstreamDocuments.LiteLlm();
        list["gpt-5"]!["input_cost_per_token"] = 1.25e-5;
        list["gpt-5-mini"]!["input_cost_per_token"] = 5e-7;
        using LoopbackServer server = Serving(list);
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Contains("gpt-5.", Assert.Single(feed.Warnings));
        Assert.Equal(1.25m, table.Find("gpt-5")!.Card.Published().Input);
        Assert.Equal(0.5m, table.Find("gpt-5-mini")!.Card.Published().Input);
    }

    [Fact]
    public void A_slow_server_delays_a_run_with_old_prices_by_two_seconds_at_most()
    {
        using LoopbackServer good = Good();
        Load(good);
        Clock.Now += TimeSpan.FromHours(3);
        using var server = new LoopbackServer(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        Clock.IsFast = true;
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Contains(TimeSpan.FromSeconds(2), Clock.Delays);
        Assert.Empty(feed.Warnings);
        Assert.Equal(PriceOrigin.Cache, feed.Sources[0].Origin);
        Assert.NotNull(table.Find("gpt-5"));
        Clock.Now += TimeSpan.FromHours(48);
        Assert.Contains("Using prices of 2026-11-24", Assert.Single(Load(server).Feed.Warnings));
    }

    [Fact]
    public void A_network_that_swallows_everything_delays_the_first_run_by_two_seconds_and_the_next_not_at_all()
    {
        using var server = new LoopbackServer(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        Clock.IsFast = true;
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Equal(TimeSpan.FromSeconds(2), Clock.Delays.Where(delay => delay != TimeSpan.FromSeconds(30)).Single());
        Assert.Contains("no answer in time", Assert.Single(feed.Warnings));
        Assert.Equal(PriceTable.Embedded.Find("gpt-5")!.Card.Published(), table.Find("gpt-5")!.Card.Published());
        Assert.Equal(3, server.Requests.Count);
        Load(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void A_slow_server_that_answers_is_waited_for_longer_by_the_first_run_only()
    {
        using var server = new LoopbackServer(async (head, stream, token) =>
        {
            byte[] body = UpstreamDocuments.For(head);
            await LoopbackServer.SendAsync(stream, "200 OK", body[..1000], token, $"Content-Length: {body.Length}");
            while (!Clock.Delays.Contains(TimeSpan.FromSeconds(10))) await Task.Delay(10, token);
            await stream.WriteAsync(body.AsMemory(1000), token);
        });
        Clock.IsFast = true;
        (_, PriceFeed feed) = Load(server);
        Assert.Empty(feed.Warnings);
        Assert.All(feed.Sources, source => Assert.Equal(PriceOrigin.Network, source.Origin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>502</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"timestamp":"x","data":5}""")]
    [InlineData("""{"timestamp":1e300,"data":{}}""")]
    [InlineData("""{"timestamp":-1,"data":{"a":null}}""")]
    [InlineData("""{"timestamp":4102444800,"data":{"gpt-5":{"input_cost_per_token":-3e-6,"output_cost_per_token":1e308}}}""")]
    [InlineData("""{"timestamp":18446744073709551615,"data":{"gpt-5":{"input_cost_per_token":"3e-6","output_cost_per_token":{"x":1}}}}""")]
    public void A_broken_cache_counts_as_absent(string content)
    {
        string[] others = ["pricing-openrouter.json", "pricing-models-dev.json", "pricing-attempts.json", "pricing-ledger.jsonl"];
        foreach (string file in others) Folder.Write(file, content);
        Folder.Write("pricing-litellm.json", content.Length > 0 ? content : new string('[', 200_000));
        using LoopbackServer server = Good();
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Empty(feed.Warnings);
        Assert.Equal(1.25m, table.Find("gpt-5")!.Card.Published().Input);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void A_cache_from_the_future_is_not_trusted_for_ever()
    {
        Folder.Write("pricing-litellm.json", """
            {"timestamp": 4102444800, "data": {"gpt-5": {"input_cost_per_token": 2e-6, "output_cost_per_token": 2e-6}}}
            """);
        using LoopbackServer server = Good();
        Assert.Equal(1.25m, Load(server).Table.Find("gpt-5")!.Card.Published().Input);
    }

    private PriceFeed AssertLastGoodPrices(LoopbackServer server, TimeProvider? clock = null)
    {
        Clock.IsFast = true;
        using PriceFeed feed = PriceFeed.Start(Options(server.Url) with { Clock = clock ?? Clock });
        PriceTable table = feed.GetTable();
        Assert.Single(feed.Warnings);
        Assert.Equal(PriceTable.Embedded.Find("gpt-5")!.Card.Published(), table.Find("gpt-5")!.Card.Published());
        Assert.DoesNotContain(Directory.GetFiles(Folder.Path), file => file.EndsWith("pricing-litellm.json", StringComparison.Ordinal));
        return feed;
    }

    private static JsonObject Poisoned(string poison)
    {
        JsonObject list = UpstreamDocuments.LiteLlm();
        if (poison == "three keys")
        {
            foreach (string key in list.Select(row => row.Key).Skip(3).ToArray()) list.Remove(key);
            return list;
        }
        foreach ((_, JsonNode? row) in list)
        {
            if (row!["input_cost_per_token"] is not { } price) continue;
            decimal value = price.GetValue<decimal>();
            row["input_cost_per_token"] = poison switch
            {
                "negative" => -value,
                "thousandfold" => value * 1000,
                _ => "NaN",
            };
        }
        return list;
    }

    private static byte[] Bomb()
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write("{\"a\":\""u8);
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 200; i++) gzip.Write(blanks);
        }
        return output.ToArray();
    }

}
