using System.Text.Json;
using Tokscale.Core.Network;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>Brings one source's list up to date: from its cache, or from the network when the cache is old.</summary>
internal sealed class SourceLoader(PriceFeedOptions options, PriceCache cache, FailedAttempts attempts, Lazy<Downloader> downloader)
{
    private long Now => options.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The list that was kept; null when there is none.</summary>
    public CachedPriceList? ReadCache(FeedSource source) => cache.Read(source.CacheFile, source.Name);

    /// <summary>True when nothing has to be fetched: the list is fresh, or fetching is not allowed or has just failed.</summary>
    public bool IsSettled(FeedSource source, CachedPriceList? cached)
    {
        if (options.IsOffline) return true;
        if (options.IsRefresh) return false;
        return PriceCache.IsRecent(cached?.Timestamp, Now) || PriceCache.IsRecent(attempts.Of(source.Name), Now);
    }

    /// <summary>Fetches the source's list; when that fails, the newest one that is there.</summary>
    public async Task<LoadedSource> FetchAsync(FeedSource source, CachedPriceList? cached, CancellationToken cancellation)
    {
        CachedPriceList? known = cached?.Url == source.Url ? cached : null;
        var request = new DownloadRequest(source.Url) { Known = known?.Version ?? default };
        DownloadResult answer = await downloader.Value.GetAsync(request, cancellation).ConfigureAwait(false);
        if (answer.IsUnchanged && known is not null) return Confirmed(source, known);
        if (answer.Document is not { } document) return Failed(source, cached, answer.Failure ?? "no new list came", answer.IsServersFault);
        PriceList fetched;
        try
        {
            fetched = source.Parse(document, DateOnly.FromDateTime(options.Clock.GetUtcNow().UtcDateTime));
        }
        catch (JsonException)
        {
            return Failed(source, cached, "the answer is no valid list", isLoud: true);
        }
        return Checked(source, cached, fetched, answer);
    }

    /// <summary>The newest list that is there, for a source that did not answer in time. Counts as a failure until it answers.</summary>
    public LoadedSource Late(FeedSource source, CachedPriceList? cached) => Failed(
        source, cached, options.IsRefresh ? "no answer in time" : "no answer in time, --refresh waits longer", isLoud: false);

    private LoadedSource Checked(FeedSource source, CachedPriceList? cached, PriceList fetched, DownloadResult answer)
    {
        IPriceCatalog lastGood = cached is not null ? cached : source.Embedded.Catalog;
        FeedCheck check = FeedCheck.Of(source, fetched, lastGood);
        if (check.List is null) return Failed(source, cached, $"the list is refused: {check.Refusal}", isLoud: true);
        var header = new StoredListHeader(Now, answer.ETag, answer.LastModified, source.Url);
        cache.Write(source.CacheFile, new StoredPriceList(header, check.List));
        attempts.Set(source.Name, null);
        return new LoadedSource(source, new CatalogIndex(check.List), PriceOrigin.Network, header.Timestamp)
        {
            KeptKeys = check.KeptKeys,
            Before = lastGood,
        };
    }

    private LoadedSource Confirmed(FeedSource source, CachedPriceList known)
    {
        cache.Write(source.CacheFile, known.ConfirmedAt(Now));
        attempts.Set(source.Name, null);
        return new LoadedSource(source, new CatalogIndex(known), PriceOrigin.Network, Now);
    }

    private LoadedSource Failed(FeedSource source, CachedPriceList? cached, string failure, bool isLoud)
    {
        attempts.Set(source.Name, Now);
        return LoadedSource.NewestOf(source, cached) with { Failure = failure, IsFailureLoud = isLoud };
    }
}
