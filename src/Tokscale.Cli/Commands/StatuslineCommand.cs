using System.Globalization;
using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Terminal;

namespace Tokscale.Cli.Commands;

/// <summary>One line for a prompt or an agent's status line.</summary>
internal static class StatuslineCommand
{
    public static CliCommand Create() =>
        new(
            "statusline", "One line for a prompt, or for an agent's hook with its JSON on standard input",
            new OptionGroup("Filters", [.. FilterOptions.Clients, FilterOptions.Timezone]), CostOptions.Group,
            new OptionGroup("Output", [OutputOptions.Color, OutputOptions.NoSpinner]), DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context);
        HookInput hook = HookInput.Read(context.Host.Input);
        IReadOnlyList<IUsageSource> sources = BlocksCommand.SourcesOf(run);
        ReportQuery query = new([]) { Zone = run.Zone, CostMode = CostOptions.ModeOf(context) };
        ScanResult scan = run.Scan(sources);
        string line = LineOf(context, run, hook, query, scan, BlocksCommand.LengthOf(sources));
        return ReportOutput.TryWrite(context.Host, Encoding.UTF8.GetBytes(SafeText.OfMessage(line) + "\n")) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string LineOf(CommandContext context, ReportRun run, HookInput hook, ReportQuery query, ScanResult scan, TimeSpan length)
    {
        bool hasUnicode = OutputOptions.StyleOf(context).HasUnicode;
        var money = new CellText(CostOptions.CurrencyOf(context), run.Zone, hasUnicode);
        DateTimeOffset now = run.Clock.GetUtcNow();
        string session = hook.SessionId is { } id
            ? $"{Cost(query with { Filter = new UsageFilter { Session = new NamePattern(id) } })} session / "
            : "";
        string today = $"{Cost(query with { Filter = new UsageFilter { Days = DateRange.Day(run.Today) } })} today";
        UsageBlock? block = BlockBuilder.Active(scan, query, run.Prices.Catalog, length, now);
        List<string> parts = [];
        if (hook.ModelName is { } model) parts.Add(Mark("🤖 ") + model);
        parts.Add(Mark("💰 ") + session + today + BlockText(block));
        if (block?.BurnRate?.CostPerHourUsd is { } perHour) parts.Add($"{Mark("🔥 ")}{money.Full(Cell.Of(perHour), ColumnKind.Money)}/hr");
        if (hook.ContextShare is { } share) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Mark("🧠 ")}{share:0}%"));
        return string.Join(" | ", parts);

        string Mark(string emoji) => hasUnicode ? emoji : "";

        string Cost(ReportQuery wanted)
        {
            UsageFigures totals = UsageReportBuilder.Build(wanted, scan, run.Prices.Catalog).Totals;
            return totals.CostUsd is null ? "unpriced" : money.Full(Cell.Of(totals.CostUsd), ColumnKind.Money);
        }

        string BlockText(UsageBlock? active)
        {
            if (active is null) return "";
            string cost = active.CostUsd is null ? "unpriced" : money.Full(Cell.Of(active.CostUsd), ColumnKind.Money);
            return $" / {cost} block ({CellText.Duration(active.RemainingMinutes(now.ToUnixTimeMilliseconds()) * 60_000)} left)";
        }
    }
}
