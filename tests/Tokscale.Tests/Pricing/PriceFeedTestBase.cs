using System.Text.Json.Nodes;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Feed;

namespace Tokscale.Tests.Pricing;

/// <summary>A place for prices of its own, with real servers on this machine.</summary>
public abstract class PriceFeedTestBase : IDisposable
{
    private readonly List<PriceFeed> _feeds = [];

    private protected FastClock Clock { get; } = new();

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        foreach (PriceFeed feed in _feeds) feed.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected (PriceTable Table, PriceFeed Feed) Load(LoopbackServer server) => Load(server.Url);

    private protected (PriceTable Table, PriceFeed Feed) Load(string url, bool isRefresh = false)
    {
        PriceFeed feed = PriceFeed.Start(Options(url) with { IsRefresh = isRefresh });
        _feeds.Add(feed);
        return (feed.GetTable(), feed);
    }

    private protected PriceFeedOptions Options(string url) => new()
    {
        CacheFolder = Folder.Path,
        LiteLlmUrl = url + "/litellm",
        OpenRouterUrl = url + "/openrouter",
        ModelsDevUrl = url + "/models-dev",
        Clock = Clock,
    };

    private protected static LoopbackServer Good() =>
        new((head, stream, token) => LoopbackServer.SendAsync(stream, "200 OK", UpstreamDocuments.For(head), token));

    private protected static LoopbackServer Serving(JsonObject liteLlm) => new((head, stream, token) => LoopbackServer.SendAsync(
        stream, "200 OK", head.Contains("/litellm") ? UpstreamDocuments.Bytes(liteLlm) : UpstreamDocuments.For(head), token));
}
