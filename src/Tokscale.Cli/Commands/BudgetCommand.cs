using System.CommandLine;
using System.Globalization;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Cli.Settings;
using Tokscale.Core.Reports;
using Tokscale.Core.Reports.Budgets;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>What may be spent in a day, week or month, and how far it is used up.</summary>
internal static class BudgetCommand
{
    private static readonly Argument<string> s_period = new("period") { HelpName = "PERIOD", Description = "day, week or month" };
    private static readonly Argument<string> s_limit = new("limit") { HelpName = "USD", Description = "The most to spend in it" };

    private static readonly OptionGroup s_scope = new("Scope", [.. FilterOptions.Clients, FilterOptions.Project]);

    public static CliCommand Create()
    {
        var budget = new CliCommand("budget", "Limits for a day, week or month");
        var set = new CliCommand("set", "Set a limit; one for the same period and scope is replaced", s_scope, DataOptions.Group) { Run = Set };
        set.Arguments.Add(s_period);
        set.Arguments.Add(s_limit);
        var remove = new CliCommand("remove", "Remove a limit", s_scope, DataOptions.Group) { Run = Remove };
        remove.Arguments.Add(s_period);
        OptionGroup[] report = [new("Filters", [FilterOptions.Timezone, GroupingOptions.WeekStart]), CostOptions.Group, OutputOptions.Group, DataOptions.Group];
        budget.Subcommands.Add(set);
        budget.Subcommands.Add(remove);
        budget.Subcommands.Add(new CliCommand("list", "The limits, what is spent, and a forecast", report) { Run = context => Show(context, isGate: false) });
        budget.Subcommands.Add(new CliCommand("check", "The same, and exit with 3 when over a limit", report) { Run = context => Show(context, isGate: true) });
        return budget;
    }

    private static ExitCode Set(CommandContext context)
    {
        string text = context.Line.GetValue(s_limit)!;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal limitUsd))
            throw UserError.InOption($"'{text}' is no limit; write dollars as 5 or 0.50.");
        Budget budget = ScopeOf(context, limitUsd);
        var file = new BudgetFile(DataOptions.HomeOf(context));
        file.Save(file.Load().Where(other => !other.HasSameScope(budget)).Append(budget));
        context.Host.Say($"Set: {WordsOf(budget)}.");
        return ExitCode.Done;
    }

    private static string WordsOf(Budget budget) => string.Create(
        CultureInfo.InvariantCulture, $"${budget.LimitUsd:N2} a {BudgetWords.NameOf(budget.Period)} for {BudgetWords.ScopeOf(budget)}");

    private static ExitCode Remove(CommandContext context)
    {
        Budget scope = ScopeOf(context, limitUsd: 0);
        var file = new BudgetFile(DataOptions.HomeOf(context));
        List<Budget> budgets = file.Load();
        if (budgets.Find(budget => budget.HasSameScope(scope)) is not { } removed)
            throw new UserError($"there is no budget a {BudgetWords.NameOf(scope.Period)} for {BudgetWords.ScopeOf(scope)}; 'tokscale budget list' shows all.");
        file.Save(budgets.Where(budget => !budget.HasSameScope(scope)));
        context.Host.Say($"Removed: {WordsOf(removed)}.");
        return ExitCode.Done;
    }

    private static Budget ScopeOf(CommandContext context, decimal limitUsd)
    {
        string period = context.Line.GetValue(s_period)!;
        IReadOnlyList<UsageSource> sources = FilterOptions.Sources(context);
        string[] clients = sources.Count == SourceRegistry.All.Count ? [] : [.. sources.Select(source => source.Id)];
        if (clients.Length > 1) throw UserError.InOption($"a budget is for one client or for all; name one with {FilterOptions.Client.Name}.");
        return new Budget(
            BudgetWords.PeriodOf(period) ?? throw UserError.InOption($"'{period}' is no period; write day, week or month."),
            limitUsd, clients.FirstOrDefault(), context.ValueOf(FilterOptions.Project));
    }

    private static ExitCode Show(CommandContext context, bool isGate)
    {
        using var run = new ReportRun(context);
        DayOfWeek weekStart = GroupingOptions.WeekStartOf(context);
        CostMode mode = CostOptions.ModeOf(context);
        PriceDate priceDate = CostOptions.PriceDateOf(context);
        List<Budget> budgets = new BudgetFile(run.Home).Load();
        ScanResult scan = run.Scan();
        var check = new BudgetCheck(scan, run.Prices.Catalog, run.Zone, weekStart, run.Today) { CostMode = mode, PriceDate = priceDate };
        BudgetStatus[] statuses = run.Priced(_ => budgets.OrderBy(budget => budget.Period).Select(check.StatusOf).ToArray());
        var view = new BudgetView(statuses, run.Envelope(scan));
        if (statuses.Length == 0) context.Host.Say("There are no budgets; 'tokscale budget set month 50' makes one.");
        ExitCode written = run.Finish(new Presentation(view.Table, view.WriteJson), scan);
        return isGate && statuses.Any(status => status.IsOver) ? ExitCode.OverBudget : written;
    }
}
