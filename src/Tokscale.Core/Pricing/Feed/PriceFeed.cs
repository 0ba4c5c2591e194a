using Tokscale.Core.Network;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.History;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Pricing.Snapshot;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>
/// Loads prices beside other work: caches at once, the network only for what is old. There are always prices in the end:
/// fetched, kept, or built in.
/// </summary>
public sealed class PriceFeed : IDisposable
{
    /// <summary>The file beside the fetched lists that keeps the changes of prices; unlike them it cannot be fetched again.</summary>
    public const string LedgerFileName = PriceLedger.FileName;

    /// <summary>A report waits this long for newer prices: those at hand, kept or built in, are good too.</summary>
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(2);

    /// <summary>The first run waits this much longer for servers that answer, so that it sees their retries and slow lists through.</summary>
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(10);

    /// <summary>Whoever asks for new prices waits for one full attempt.</summary>
    private static readonly TimeSpan s_waitForRefresh = TimeSpan.FromSeconds(35);

    private readonly PriceFeedOptions _options;
    private readonly CustomPrices? _custom;
    private readonly PriceCache _cache;
    private readonly Lazy<Downloader> _downloader;
    private readonly FailedAttempts _attempts;
    private readonly SourceLoader _loader;
    private readonly AuthorEndpoints _endpoints;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lazy<Task<LoadedSource[]>> _loading;
    private LoadedSource[] _sources = [];
    private TimeSpan _waited;

    private PriceFeed(PriceFeedOptions options, CustomPrices? custom)
    {
        _options = options;
        _custom = custom;
        _cache = new PriceCache(options.CacheFolder);
        _downloader = new Lazy<Downloader>(() => new Downloader(options.Clock) // Costs milliseconds that most runs do not need.
        {
            WireBytesMax = PriceLimits.WireBytesMax,
            DocumentBytesMax = PriceLimits.DocumentBytesMax,
        });
        _attempts = new FailedAttempts(_cache);
        _loader = new SourceLoader(options, _cache, _attempts, _downloader);
        _endpoints = new AuthorEndpoints(options, _cache, _attempts, _downloader);
        // What needs no network is read when it is asked for: that takes no longer than to start a thread.
        _loading = options.IsOffline ? new Lazy<Task<LoadedSource[]>>(LoadAsync) : new Lazy<Task<LoadedSource[]>>(StartLoading());
    }

    /// <summary>What the user must know, after <see cref="GetTable"/>: at most one line a kind.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The state of each source, after <see cref="GetTable"/>.</summary>
    public IReadOnlyList<PriceSourceState> Sources => [.. _sources.Select(source => source.State)];

    /// <summary>Begins to load. Offline nothing is opened but files.</summary>
    /// <param name="options">From where, and whether.</param>
    /// <param name="custom">The user's own prices; null when there are none.</param>
    public static PriceFeed Start(PriceFeedOptions options, CustomPrices? custom = null) => new(options, custom);

    /// <summary>The prices: waits for the network as long as that is worth it.</summary>
    public PriceTable GetTable()
    {
        long start = _options.Clock.GetTimestamp();
        _sources = _loading.Value.GetAwaiter().GetResult();
        _waited = _options.Clock.GetElapsedTime(start);
        Warnings = FeedWarnings.Of(_sources, _cache.HasFailed, _options.Clock.GetUtcNow());
        byte[]? ledger = _cache.ReadBytes(PriceLedger.FileName, PriceLedger.FileBytesMax);
        PriceHistory history = ledger is null ? PriceHistory.Embedded : PriceHistory.Embedded.WithLedger(ledger);
        PriceCatalogs catalogs = Catalogs(_sources);
        if (_endpoints.Kept is { } kept) catalogs = catalogs with { AuthorEndpoints = new CatalogIndex(kept) };
        return new PriceTable(catalogs, _custom, history);
    }

    /// <summary>
    /// The table with the makers' own prices of models that it could price only by the router's list. Asks the router for up
    /// to 40 of them and waits for what waiting for the lists has left of its time; the same table when nothing new came.
    /// </summary>
    /// <param name="table">The table of this feed, after it has priced what there is.</param>
    public PriceTable WithAuthorPrices(PriceTable table)
    {
        string[] keys = table.RoutersKeys();
        if (keys.Length == 0) return table;
        Task<IPriceCatalog?> loading = Task.Run(() => _endpoints.FetchAsync(keys, _sources[1].Index, _cancellation.Token));
        TimeSpan wait = _options.IsRefresh ? s_waitForRefresh : s_wait;
        bool isInTime = loading.Wait(wait > _waited ? wait - _waited : TimeSpan.Zero);
        return isInTime && loading.Result is { } rows ? table.With(new CatalogIndex(rows)) : table;
    }

    /// <summary>Remembers, for costs by the date of a call, which rows in use were changed by what this run fetched.</summary>
    /// <param name="table">The table of this feed, after it has priced what there is.</param>
    public void RecordChanges(PriceTable table)
    {
        var day = DateOnly.FromDateTime(_options.Clock.GetUtcNow().UtcDateTime);
        foreach (LoadedSource source in _sources)
        {
            if (source.Before is not { } before) continue;
            IEnumerable<string> used = table.UsedRows.Where(row => row.Source == source.Source.Name).Select(row => row.Key);
            byte[] lines = PriceLedger.Changes(before, source.Index.Catalog, used, day);
            if (lines.Length > 0) _cache.Append(PriceLedger.FileName, lines);
        }
    }

    /// <summary>Gives up what is still under way.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        if (_downloader.IsValueCreated) _downloader.Value.Dispose();
        _cancellation.Dispose();
    }

    // A thread of its own: the pool would start three, and those that find nothing to do keep a core busy looking for it.
    private Task<LoadedSource[]> StartLoading() =>
        Task.Factory.StartNew(LoadAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task<LoadedSource[]> LoadAsync()
    {
        FeedSource[] sources = FeedSource.All(_options);
        CachedPriceList?[] cached = [.. sources.Select(_loader.ReadCache)];
        Task<LoadedSource>[] fetches = [.. sources.Select((source, i) => _loader.IsSettled(source, cached[i])
            ? Task.FromResult(LoadedSource.NewestOf(source, cached[i]))
            : _loader.FetchAsync(source, cached[i], _cancellation.Token))];
        Task all = Task.WhenAll(fetches);
        // What is late finishes on its own, if the program lives long enough, and is kept for the next run.
        await WaitAsync(all, _options.IsRefresh ? s_waitForRefresh : s_wait).ConfigureAwait(false);
        bool isFirst = Array.TrueForAll(cached, static list => list is null);
        if (isFirst && _downloader.IsValueCreated && _downloader.Value.HasHeard) await WaitAsync(all, s_firstWait).ConfigureAwait(false);
        return [.. sources.Select((source, i) => fetches[i].IsCompletedSuccessfully ? fetches[i].Result : _loader.Late(source, cached[i]))];
    }

    private Task WaitAsync(Task all, TimeSpan time) => all.IsCompleted
        ? Task.CompletedTask
        : Task.WhenAny(all, Task.Delay(time, _options.Clock, _cancellation.Token));

    private static PriceCatalogs Catalogs(LoadedSource[] sources)
    {
        PriceSnapshot embedded = PriceSnapshot.Embedded;
        CatalogIndex liteLlm = sources[0].Index;
        // What a newer list no longer has is still in the one that the program was built with.
        CatalogIndex[] archives = liteLlm == embedded.LiteLlm ? [embedded.Archive] : [embedded.FormerLiteLlm, embedded.Archive];
        return new PriceCatalogs(liteLlm, archives, sources[2].Index, sources[1].Index);
    }
}
