using System.Text.Json;
using Tokscale.Core.Network;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>What models' authors ask at OpenRouter, for models that no other list has. Kept like the lists.</summary>
internal sealed class AuthorEndpoints(PriceFeedOptions options, PriceCache cache, FailedAttempts attempts, Lazy<Downloader> downloader)
{
    private const string FileName = "pricing-openrouter-endpoints.json";
    private const string AttemptName = "openrouter-endpoints";
    private const int RequestsMax = 40;
    private const int ParallelMax = 10;

    private readonly Lazy<CachedPriceList?> _kept = new(() => cache.Read(FileName, PriceSources.OpenRouter));

    /// <summary>The rows that an earlier run has kept; null when there are none.</summary>
    public IPriceCatalog? Kept => _kept.Value;

    private long Now => options.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The rows of an earlier run and those of models that it lacks or that are old; null when there is nothing new.</summary>
    /// <param name="keys">The models, by the router's keys.</param>
    /// <param name="list">The router's list.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IPriceCatalog?> FetchAsync(string[] keys, CatalogIndex list, CancellationToken cancellation)
    {
        bool isFresh = PriceCache.IsRecent(_kept.Value?.Timestamp, Now) && !options.IsRefresh;
        string[] missing = [.. keys.Where(key => !isFresh || _kept.Value!.IndexOf(key) < 0).Take(RequestsMax)];
        if (missing.Length == 0 || !MayFetch()) return null;
        PriceRow?[] rows = await AskAsync(missing, list, cancellation).ConfigureAwait(false);
        return Array.TrueForAll(rows, static row => row is null) ? null : Merged(isFresh, missing, rows);
    }

    // A router that has just failed to give its list is not asked for more.
    private bool MayFetch()
    {
        if (options.IsOffline || PriceCache.IsRecent(attempts.Of(PriceSources.OpenRouter), Now)) return false;
        return options.IsRefresh || !PriceCache.IsRecent(attempts.Of(AttemptName), Now);
    }

    private async Task<PriceRow?[]> AskAsync(string[] keys, CatalogIndex list, CancellationToken cancellation)
    {
        var rows = new PriceRow?[keys.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = cancellation };
        await Parallel.ForAsync(0, keys.Length, limits, async (i, token) =>
        {
            string url = $"{options.OpenRouterUrl}/{keys[i]}/endpoints";
            DownloadResult answer = await downloader.Value.GetAsync(new DownloadRequest(url), token).ConfigureAwait(false);
            if (answer.Document is { } document) rows[i] = Read(document, keys[i], list);
            else attempts.Set(AttemptName, Now);
        }).ConfigureAwait(false);
        return rows;
    }

    // A model whose endpoints tell nothing keeps the list's price, and is not asked for again.
    private static PriceRow? Read(byte[] document, string key, CatalogIndex list)
    {
        PriceRow listed = list.RowAt(list.IndexOf(key));
        try
        {
            var json = new Utf8JsonReader(document, PriceLimits.Json);
            string author = key[..key.IndexOf('/')];
            return new OpenRouterReader().ReadEndpoints(ref json, Makers.OfAlias(author)?.EndpointName, listed) ?? listed;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A model that could not be had keeps what was known of it.
    private PriceList Merged(bool isFresh, string[] keys, PriceRow?[] rows)
    {
        var merged = new PriceList(PriceSources.OpenRouter, DateOnly.FromDateTime(options.Clock.GetUtcNow().UtcDateTime));
        for (int i = 0; i < keys.Length; i++)
            if (rows[i] is { } row) merged.Add(keys[i], row);
        CachedPriceList? kept = _kept.Value;
        for (int i = 0; i < kept?.Count; i++)
            if (kept.IsUsable(i)) merged.Add(kept.KeyAt(i), kept.RowAt(i));
        var header = new StoredListHeader(isFresh ? kept!.Timestamp : Now, ETag: null, LastModified: null, options.OpenRouterUrl);
        cache.Write(FileName, new StoredPriceList(header, merged));
        return merged;
    }
}
