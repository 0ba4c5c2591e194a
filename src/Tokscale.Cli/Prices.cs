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
    private PriceTable? _table;

    /// <param name="context">The command line, which may forbid connections or ask for new prices.</param>
    /// <param name="isNeeded">False: nothing will be priced, so nothing is fetched.</param>
    public Prices(CommandContext context, bool isNeeded = true)
    {
        Catalog = new ModelCatalog((model, provider) => Table.Find(model, provider), ModelNames.Readable);
        if (!isNeeded || context.Has(DataOptions.Sample) || context.Host.UserHome is not { } home) return;
        _custom = CustomPrices.Load(Path.Join(home.Place(RootPlace.Tokscale), CustomPrices.FileName));
        PriceFeedOptions options = PriceFeedOptions.Of(home, CacheFolder.Of(home));
        _feed = PriceFeed.Start(
            options with { IsOffline = options.IsOffline || context.Has(CostOptions.Offline), IsRefresh = context.Has(CostOptions.Refresh) },
            _custom);
    }

    /// <summary>Names and prices for reports.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>The user's own prices; null when there are none.</summary>
    public CustomPrices? Custom => _custom;

    /// <summary>All prices.</summary>
    public PriceTable Table => _table ??= _feed?.GetTable() ?? PriceTable.Embedded;

    /// <summary>What the user must know of the prices that were used; empty when none were.</summary>
    public IEnumerable<string> Warnings() => _table is null ? [] : [.. _custom?.Problems ?? [], .. _feed?.Warnings ?? []];

    /// <summary>Remembers changes of prices for costs by the date of a call.</summary>
    public void Dispose()
    {
        if (_table is not null) _feed?.RecordChanges(_table);
        _feed?.Dispose();
    }
}
