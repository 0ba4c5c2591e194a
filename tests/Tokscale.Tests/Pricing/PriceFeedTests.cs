using System.IO.Compression;
using System.Text.Json.Nodes;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Feed;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Fetching prices from servers that work, and keeping them.</summary>
public sealed class PriceFeedTests : PriceFeedTestBase
{
    [Fact]
    public void A_first_run_fetches_every_source_at_once_and_keeps_what_it_got_for_the_owner_alone()
    {
        using LoopbackServer server = Good();
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Empty(feed.Warnings);
        Assert.All(feed.Sources, source => Assert.Equal(PriceOrigin.Network, source.Origin));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Contains("gzip", request));
        Assert.Equal(new DateOnly(2026, 11, 24), table.Find("claude-opus-4-8")!.Date);
        string[] files = ["pricing-litellm.json", "pricing-models-dev.json", "pricing-openrouter.json"];
        Assert.Equal(files, Directory.GetFiles(Folder.Path).Select(Path.GetFileName).Order());
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Join(Folder.Path, file)));
    }

    [Fact]
    public void A_fresh_cache_asks_no_one()
    {
        using LoopbackServer server = Good();
        Load(server);
        Clock.Now += TimeSpan.FromMinutes(59);
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(feed.Sources, source => Assert.Equal(PriceOrigin.Cache, source.Origin));
        Assert.Equal(5m, table.Find("claude-opus-4-8")!.Card.Published().Input);
    }

    [Fact]
    public void A_stale_cache_asks_whether_it_has_changed_and_is_fresh_again_when_not()
    {
        using var server = new LoopbackServer((head, stream, token) => head.Contains("If-None-Match: \"v1\"")
            ? LoopbackServer.SendAsync(stream, "304 Not Modified", [], token)
            : LoopbackServer.SendAsync(
                stream, "200 OK", UpstreamDocuments.For(head), token, "ETag: \"v1\"", "Last-Modified: Sun, 01 Nov 2026 00:00:00 GMT"));
        Load(server);
        Clock.Now += TimeSpan.FromHours(2);
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Equal(6, server.Requests.Count);
        Assert.All(server.Requests.Skip(3), request => Assert.Contains("If-Modified-Since: Sun, 01 Nov 2026", request));
        Assert.Equal(PriceOrigin.Network, feed.Sources[0].Origin);
        Assert.NotNull(table.Find("claude-opus-4-8"));
        Load(server);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public void A_compressed_answer_is_read()
    {
        using var server = new LoopbackServer((head, stream, token) =>
            LoopbackServer.SendAsync(stream, "200 OK", Gzip(UpstreamDocuments.For(head)), token, "Content-Encoding: gzip"));
        (_, PriceFeed feed) = Load(server);
        Assert.Empty(feed.Warnings);
        Assert.Equal(PriceOrigin.Network, feed.Sources[0].Origin);
    }

    [Fact]
    public void What_a_newer_list_has_dropped_keeps_its_last_price()
    {
        JsonObject list = UpstreamDocuments.LiteLlm();
        list.Remove("claude-opus-4-1");
        list.Remove("claude-opus-4-1-20250805");
        using LoopbackServer server = Serving(list);
        PriceMatch match = Load(server).Table.Find("claude-opus-4-1")!;
        Assert.True(match.IsArchived);
        Assert.Equal(15m, match.Card.Published().Input);
    }

    [Fact]
    public void Offline_no_one_is_asked_and_old_prices_serve()
    {
        using LoopbackServer server = Good();
        Load(server);
        Clock.Now += TimeSpan.FromDays(300);
        using PriceFeed feed = PriceFeed.Start(Options(server.Url) with { IsOffline = true });
        Assert.NotNull(feed.GetTable().Find("gpt-5"));
        Assert.Equal(3, server.Requests.Count);
        Assert.Empty(feed.Warnings);
        Assert.Equal(PriceOrigin.Cache, feed.Sources[0].Origin);
    }

    [Fact]
    public void A_refresh_asks_although_the_cache_is_fresh()
    {
        using LoopbackServer server = Good();
        Load(server);
        using PriceFeed feed = PriceFeed.Start(Options(server.Url) with { IsRefresh = true });
        feed.GetTable();
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public void Without_a_place_to_keep_prices_there_are_prices_and_one_word_about_it()
    {
        string blocked = Path.Join(Folder.Write("file", "x"), "below");
        using LoopbackServer server = Good();
        using PriceFeed feed = PriceFeed.Start(Options(server.Url) with { CacheFolder = blocked });
        Assert.NotNull(feed.GetTable().Find("gpt-5"));
        Assert.Contains("cache could not be written", Assert.Single(feed.Warnings));
    }

    [Fact]
    public void Changes_of_prices_in_use_are_remembered_and_old_calls_cost_what_they_cost()
    {
        using LoopbackServer before = Good();
        Load(before);
        JsonObject list = UpstreamDocuments.LiteLlm();
        list["gpt-5"]!["input_cost_per_token"] = 2.5e-6;
        list["gpt-5-mini"]!["input_cost_per_token"] = 5e-7;
        using LoopbackServer server = Serving(list);
        Clock.Now += TimeSpan.FromDays(3);
        (PriceTable table, PriceFeed feed) = Load(server);
        table.Find("gpt-5");
        feed.RecordChanges(table);
        string line = Assert.Single(File.ReadAllLines(Path.Join(Folder.Path, "pricing-ledger.jsonl")));
        Assert.Contains("\"gpt-5\"", line);
        PriceMatch match = Load(server).Table.Find("gpt-5")!;
        Assert.Equal(1.25m, match.On(new DateOnly(2026, 11, 26))!.Card.Published().Input);
        Assert.Equal(2.5m, match.On(new DateOnly(2026, 11, 27))!.Card.Published().Input);
        Assert.Equal(2.5m, match.Card.Published().Input);
    }

    [Fact]
    public void A_makers_own_endpoint_is_asked_only_for_what_no_list_has()
    {
        using var server = new LoopbackServer((head, stream, token) => LoopbackServer.SendAsync(
            stream, "200 OK", head.Contains("/endpoints") ? Endpoints() : UpstreamDocuments.For(head), token));
        (PriceTable table, PriceFeed feed) = Load(server);
        Assert.Equal(1m, table.Find("qwen3-coder")!.Card.Published().Output);
        table.Find("gpt-5");
        table.Find("openai/gpt-5.6-luna", "openrouter");
        PriceTable better = feed.WithAuthorPrices(table);
        string request = Assert.Single(server.Requests, request => request.Contains("/endpoints"));
        Assert.StartsWith("GET /openrouter/qwen/qwen3-coder/endpoints HTTP/1.1", request);
        PriceMatch match = better.Find("qwen3-coder")!;
        Assert.Equal(("openrouter", "qwen/qwen3-coder", 5m), (match.Source, match.MatchedKey, match.Card.Published().Output!.Value));
        (PriceTable again, PriceFeed next) = Load(server);
        again.Find("qwen3-coder");
        Assert.Equal(5m, next.WithAuthorPrices(again).Find("qwen3-coder")!.Card.Published().Output);
        Assert.Single(server.Requests, request => request.Contains("/endpoints"));
    }

    [Fact]
    public void A_makers_own_price_that_was_kept_serves_when_the_router_fails_or_must_not_be_asked()
    {
        bool isBroken = false;
        using var server = new LoopbackServer((head, stream, token) => isBroken && head.Contains("/endpoints")
            ? LoopbackServer.SendAsync(stream, "404 Not Found", [], token)
            : LoopbackServer.SendAsync(stream, "200 OK", head.Contains("/endpoints") ? Endpoints() : UpstreamDocuments.For(head), token));
        (PriceTable table, PriceFeed feed) = Load(server);
        table.Find("qwen3-coder");
        feed.WithAuthorPrices(table);
        isBroken = true;
        Clock.Now += TimeSpan.FromHours(2);
        (PriceTable later, PriceFeed next) = Load(server);
        later.Find("qwen3-coder");
        Assert.Equal(5m, next.WithAuthorPrices(later).Find("qwen3-coder")!.Card.Published().Output);
        int asked = server.Requests.Count;
        using PriceFeed offline = PriceFeed.Start(Options(server.Url) with { IsOffline = true });
        PriceTable kept = offline.GetTable();
        kept.Find("qwen3-coder");
        Assert.Equal(5m, offline.WithAuthorPrices(kept).Find("qwen3-coder")!.Card.Published().Output);
        Assert.Equal(asked, server.Requests.Count);
    }

    private static byte[] Endpoints() => """
        {"data": {"id": "qwen/qwen3-coder", "endpoints": [
          {"provider_name": "Cheap", "pricing": {"prompt": "0.0000003", "completion": "0.000001"}, "status": 0},
          {"provider_name": "Alibaba", "pricing": {"prompt": "-1", "completion": "-1"}, "status": 0},
          {"provider_name": "Alibaba", "pricing": {"prompt": "0.000009", "completion": "0.000009"}, "status": -2},
          {"provider_name": "Alibaba", "pricing": {"prompt": "0.000001", "completion": "0.000005"}, "status": "default"}]}}
        """u8.ToArray();

    private static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(content);
        return output.ToArray();
    }
}
