using System.CommandLine;
using System.Globalization;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>Billing windows: what each held, and how fast the present one is used up.</summary>
internal static class BlocksCommand
{
    private const int RecentDays = 3;

    private static readonly TimeSpan s_usualLength = TimeSpan.FromHours(5);

    private static readonly Option<bool> s_active = Flags.Switch("--active", "Only the present window", "-a");
    private static readonly Option<bool> s_recent = Flags.Switch("--recent", "Only windows of the last 3 days, and the present one", "-r");
    private static readonly Option<string?> s_limit = Flags.Value(
        "--token-limit", "N", "Compare with this many tokens; max: the largest window so far", "-t");

    public static CliCommand Create() =>
        new(
            "blocks", "Billing windows of 5 hours, with burn rate and projection",
            new OptionGroup("Windows", [s_active, s_recent, s_limit]), FilterOptions.Group, CostOptions.ExplainedGroup, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
        };

    /// <summary>The sources that count by windows, unless others are asked for.</summary>
    public static IReadOnlyList<UsageSource> SourcesOf(ReportRun run)
    {
        if (run.ChosenClients is not null) return run.Sources;
        return [.. run.Sources.Where(source => source.BillingWindow is not null)];
    }

    /// <summary>Length of the windows.</summary>
    public static TimeSpan LengthOf(IReadOnlyList<UsageSource> sources) =>
        sources.Select(source => source.BillingWindow).FirstOrDefault(length => length is not null) ?? s_usualLength;

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context);
        IReadOnlyList<UsageSource> sources = SourcesOf(run);
        ReportQuery query = new([])
        {
            Filter = FilterOptions.Read(context, run.Today),
            Zone = run.Zone,
            CostMode = CostOptions.ModeOf(context),
            PriceDate = CostOptions.PriceDateOf(context),
        };
        long? fixedLimit = FixedLimit(context);
        ScanResult scan = run.Scan(sources);
        DateTimeOffset now = run.Clock.GetUtcNow();
        IReadOnlyList<UsageBlock> all = run.Priced(models => BlockBuilder.Build(scan, query, models, LengthOf(sources), now));
        // The largest of all windows, also of those that are not shown.
        long? limit = context.ValueOf(s_limit) is null ? null : fixedLimit ?? all.Select(block => block.TotalTokens).DefaultIfEmpty(0).Max();
        UsageBlock[] shown = [.. all.Where(block => IsWanted(context, block, now))];
        var json = new BlocksJson(shown, limit, now, run.Envelope(scan));
        return run.Finish(new Presentation(ShownTable, json.Write) { IsEmpty = all.Count == 0 }, scan);

        ReportTable ShownTable() => Table(shown, limit, now) with { Sections = run.Explain(shown.SelectMany(block => block.Prices)) };
    }

    private static long? FixedLimit(CommandContext context)
    {
        if (context.ValueOf(s_limit) is not { } text || text.Equals("max", StringComparison.OrdinalIgnoreCase)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0
            ? limit
            : throw UserError.InOption($"{s_limit.Name} '{text}' is no number of tokens; write a number such as 500000, or max.");
    }

    private static bool IsWanted(CommandContext context, UsageBlock block, DateTimeOffset now) =>
        (!context.Has(s_active) || block.IsActive)
        && (!context.Has(s_recent) || block.IsActive || block.EndMs >= now.AddDays(-RecentDays).ToUnixTimeMilliseconds());

    private static ReportTable Table(UsageBlock[] blocks, long? limit, DateTimeOffset now)
    {
        List<ReportColumn> columns =
        [
            new("start", "Start", ColumnKind.Instant) { IsKey = true }, new("state", "State", ColumnKind.Text),
            new("duration", "Used for", ColumnKind.Duration) { DropRank = 5 }, new("models", "Models", ColumnKind.Names) { DropRank = 6 },
            new("calls", "Calls", ColumnKind.Count) { DropRank = 7 }, new("total", "Tokens", ColumnKind.Count), new("cost", "Cost", ColumnKind.Money),
            new("tokensPerMinute", "Tokens/min", ColumnKind.Count) { DropRank = 4 }, new("costPerHour", "Cost/h", ColumnKind.Money) { DropRank = 3 },
            new("projectedTokens", "Projected", ColumnKind.Count) { DropRank = 2 },
            new("projectedCost", "Projected cost", ColumnKind.Money) { DropRank = 1 },
        ];
        if (limit is not null) columns.Add(new("limitShare", "Of limit", ColumnKind.Share));
        return new ReportTable(
            "Billing windows", columns, [.. blocks.Select(block => (IReadOnlyList<Cell>)[.. Cells(block, limit, now)])])
        {
            Notes =
            [
                .. UnpricedModel.Notes(UnpricedModel.Of(blocks.SelectMany(block => block.Prices))),
                .. limit is null ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"The limit is {limit:N0} tokens.")],
            ],
        };
    }

    private static IEnumerable<Cell> Cells(UsageBlock block, long? limit, DateTimeOffset now)
    {
        long remaining = block.RemainingMinutes(now.ToUnixTimeMilliseconds());
        BurnRate? rate = block.BurnRate;
        yield return Cell.Of(block.StartMs);
        yield return Cell.Of(block.IsGap ? "gap" : block.IsActive ? $"active, {CellText.Duration(remaining * 60_000)} left" : "");
        yield return Cell.Of(block.IsGap ? block.EndMs - block.StartMs : block.LastCallMs - block.FirstCallMs);
        yield return Cell.Of(string.Join(", ", block.ModelIds));
        yield return Cell.Of((long)block.CallCount);
        yield return Cell.Of(block.TotalTokens);
        yield return block.CostUsd is null && !block.IsGap
            ? Cell.Of((decimal?)null, CellMarks.Unpriced)
            : Cell.Of(block.IsGap ? null : block.CostUsd, block.Figures.Marks);
        yield return Cell.Of((long?)rate?.TokensPerMinute);
        yield return Cell.Of(rate?.CostPerHourUsd);
        yield return Cell.Of(rate?.ProjectedTokens(remaining));
        yield return Cell.Of(rate?.ProjectedCostUsd(remaining));
        if (limit is { } most) yield return Cell.Of(block.IsGap || most == 0 ? (decimal?)null : (decimal)block.TotalTokens / most);
    }
}
