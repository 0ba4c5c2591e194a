using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Files;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.Feed;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli;

/// <summary>
/// The prices of one run. They are loaded beside the scan and waited for when the first call is priced. The example has those
/// that the program was built with, so that it is the same everywhere.
/// </summary>
internal sealed class Prices : IDisposable
{
    private readonly PriceFeed? _feed;
    private readonly CustomPrices? _custom;
    private readonly PriceConfidence _confidenceMin;
    private PriceTable? _table;

    /// <param name="context">The command line, which may forbid connections or ask for new prices.</param>
    /// <param name="mayFetch">False: the prices at hand will do.</param>
    /// <exception cref="UserError">An option about prices is wrong.</exception>
    public Prices(CommandContext context, bool mayFetch = true)
    {
        Catalog = new ModelCatalog((model, provider) => Table.Find(model, provider), ModelNames.Readable);
        _confidenceMin = CostOptions.ConfidenceMinOf(context);
        if (context.Has(DataOptions.Sample) || context.Host.UserHome is not { } home) return;
        _custom = CustomPrices.Load(CustomPathOf(home), DateOnly.FromDateTime(context.Host.Clock.GetUtcNow().UtcDateTime));
        PriceFeedOptions options = PriceFeedOptions.Of(home, CacheFolder.Of(home));
        _feed = PriceFeed.Start(
            options with
            {
                IsOffline = options.IsOffline || !mayFetch || context.Has(CostOptions.Offline),
                IsRefresh = context.Has(CostOptions.Refresh),
            },
            _custom);
    }

    /// <summary>Names and prices for reports.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>All prices.</summary>
    public PriceTable Table => _table ??= (_feed?.GetTable() ?? PriceTable.Embedded).AtLeast(_confidenceMin);

    /// <summary>The state of each list that has priced something; empty when none has or all are built in on purpose.</summary>
    public IEnumerable<PriceSourceState> SourcesInUse =>
        _feed?.Sources.Where(source => _table?.UsedRows.Any(row => row.Source == source.Source) is true) ?? [];

    /// <summary>Where the user's own prices are.</summary>
    public static string CustomPathOf(HomeDirectory home) => Path.Join(home.Place(RootPlace.Tokscale), CustomPrices.FileName);

    /// <summary>
    /// Asks the router what makers themselves want for models that only its list has priced so far. True when that changed prices:
    /// what was priced before is then to be priced again.
    /// </summary>
    public bool AskMakers()
    {
        if (_feed is null || _table is null) return false;
        PriceTable before = _table;
        _table = _feed.WithAuthorPrices(before);
        return _table != before;
    }

    /// <summary>What the user must know of the prices that were used; empty when none were.</summary>
    public IEnumerable<string> Warnings() => _table is null ? [] : [.. _custom?.Problems ?? [], .. _feed?.Warnings ?? []];

    /// <summary>Remembers changes of prices for costs by the date of a call.</summary>
    public void Dispose()
    {
        if (_table is not null) _feed?.RecordChanges(_table);
        _feed?.Dispose();
    }
}
