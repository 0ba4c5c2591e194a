using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Files;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.Feed;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

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
    private Func<IEnumerable<(string Model, string? Provider)>> _expected = static () => [];
    private PriceTable? _table;

    /// <param name="context">The command line, which may forbid connections or ask for new prices.</param>
    /// <exception cref="UserError">An option about prices is wrong.</exception>
    public Prices(CommandContext context)
    {
        Catalog = new ModelCatalog((model, provider) => Table.Find(model, provider), ModelNames.Readable);
        _confidenceMin = CostOptions.ConfidenceMinOf(context);
        if (context.Has(DataOptions.Sample) || context.Host.UserHome is not { } home) return;
        _custom = CustomPrices.Load(CustomPathOf(home), DateOnly.FromDateTime(context.Host.Clock.GetUtcNow().UtcDateTime));
        PriceFeedOptions options = PriceFeedOptions.Of(home, CacheFolder.Of(home));
        _feed = PriceFeed.Start(
            options with { IsOffline = options.IsOffline || context.Has(CostOptions.Offline), IsRefresh = context.Has(CostOptions.Refresh) },
            _custom);
    }

    /// <summary>Names and prices for reports.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>All prices.</summary>
    public PriceTable Table => _table ??= Load();

    /// <summary>Where the user's own prices are.</summary>
    public static string CustomPathOf(HomeDirectory home) => Path.Join(home.Place(RootPlace.Tokscale), CustomPrices.FileName);

    /// <summary>Tells for which models prices will be asked, before the first is.</summary>
    public void Expect(string model, string? provider) => _expected = () => [(model, provider)];

    /// <summary>The same for all models of a scan.</summary>
    public void Expect(ScanResult scan) => _expected = () => ModelsOf(scan);

    /// <summary>What the user must know of the prices that were used; empty when none were.</summary>
    public IEnumerable<string> Warnings() => _table is null ? [] : [.. _custom?.Problems ?? [], .. _feed?.Warnings ?? []];

    /// <summary>Remembers changes of prices for costs by the date of a call.</summary>
    public void Dispose()
    {
        if (_table is not null) _feed?.RecordChanges(_table);
        _feed?.Dispose();
    }

    private PriceTable Load()
    {
        PriceTable table = _feed?.GetTable() ?? PriceTable.Embedded;
        if (_feed is not null)
        {
            foreach ((string model, string? provider) in _expected()) table.Find(model, provider);
            table = _feed.WithAuthorPrices(table);
        }
        return table.AtLeast(_confidenceMin);
    }

    private IEnumerable<(string Model, string? Provider)> ModelsOf(ScanResult scan)
    {
        HashSet<(NameId Model, NameId Provider)> models = [];
        (NameId, NameId)? last = null;
        EventSelection.Visit(scan, new ReportQuery([]), Catalog, (int _, in UsageEvent call) =>
        {
            // Neighbouring calls are mostly of one model.
            if (last == (call.Model, call.Provider)) return;
            last = (call.Model, call.Provider);
            models.Add((call.Model, call.Provider));
        });
        foreach ((NameId model, NameId provider) in models)
            if (scan.Names[model] is { } id) yield return (id, scan.Names[provider]);
    }
}
