using System.CommandLine;
using System.Globalization;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>A gate for pipelines: a report, and exit code 3 when it is over a limit.</summary>
internal static class CheckCommand
{
    private static readonly Option<string?> s_costMax = Flags.Value("--max-cost", "USD", "The most it may cost");
    private static readonly Option<string?> s_tokensMax = Flags.Value("--max-tokens", "N", "The most tokens it may take");
    private static readonly Option<bool> s_gitHub = Flags.Switch("--github", "Also write a summary and outputs for GitHub Actions");

    public static CliCommand Create() =>
        new(
            "check", "Exit with 3 when usage is over a limit, for pipelines",
            [new OptionGroup("Limits", [s_costMax, s_tokensMax, s_gitHub]), .. UsageCommand.OptionGroups])
        {
            Run = Run,
            Examples = [("tokscale check --today --max-cost 5", "fail a job that spent more than $5 today")],
        };

    private static ExitCode Run(CommandContext context)
    {
        decimal? costMax = LimitOf(context, s_costMax, "dollars as 5 or 0.50");
        decimal? tokensMax = LimitOf(context, s_tokensMax, "a number of tokens");
        if (costMax is null && tokensMax is null)
            throw UserError.InOption($"check needs a limit; write {s_costMax.Name} USD or {s_tokensMax.Name} N.");
        GitHubSummary? gitHub = context.Has(s_gitHub) ? new GitHubSummary(context.Host) : null;
        using var run = new ReportRun(context);
        ReportQuery query = UsageCommand.QueryOf(context, run, [GroupKey.Client, GroupKey.Model], usualOrder: null);
        ScanResult scan = run.Scan();
        UsageReport report = run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        ReportTable table = run.Explained(UsageTable.Of(report, "Usage"), report);
        ExitCode written = run.Finish(new Presentation(() => table, new UsageJson(report, run.Envelope(scan), run.ChosenClients).Write), scan);
        bool isOver = report.Totals.CostUsd > costMax || report.Totals.TotalTokens > tokensMax;
        string verdict = VerdictOf(report.Totals, costMax, tokensMax, isOver);
        if (report.Rows.Count == 0 && run.NothingMatches(scan) is { } nothing) verdict += $" {nothing}.";
        context.Host.Say(verdict);
        gitHub?.Write(table, report.Totals, verdict, isOver, run.Zone);
        // What is over the limit without what could not be read is over it with that, too.
        return isOver ? ExitCode.OverBudget : written;
    }

    private static string VerdictOf(UsageFigures totals, decimal? costMax, decimal? tokensMax, bool isOver)
    {
        List<string> parts = [];
        if (costMax is { } cost) parts.Add(string.Create(CultureInfo.InvariantCulture, $"${totals.CostUsd ?? 0:N2} of ${cost:N2}"));
        if (tokensMax is { } tokens) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{totals.TotalTokens:N0} of {tokens:N0} tokens"));
        string unpriced = costMax is not null && totals.UnpricedTokens > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; {totals.UnpricedTokens:N0} tokens have no price and are not in it")
            : "";
        return $"{(isOver ? "over the limit" : "within the limit")}: {string.Join(", ", parts)}{unpriced}.";
    }

    private static decimal? LimitOf(CommandContext context, Option<string?> option, string form)
    {
        if (context.ValueOf(option) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal limit)
            ? limit
            : throw UserError.InOption($"{option.Name} '{text}' is no limit; write {form}.");
    }
}
