using System.Text.Json;
using Tokscale.Cli;
using Tokscale.Core.Reports;
using Tokscale.Core.Reports.Budgets;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class BudgetTests
{
    [Fact]
    public void A_budget_is_kept_replaced_listed_and_removed()
    {
        using var home = new TemporaryFolder();
        CliRun.Of(home.Path, "budget set month 20");
        CliRun.Of(home.Path, "budget set week 3 --claude");

        Assert.Equal("Set: $5.00 a week for claude.\n", CliRun.Of(home.Path, "budget set week 5 -c claude").Error);
        Assert.Equal(["week claude 5", "month all 20"], Budgets(home.Path));
        Assert.Equal("Removed: $20.00 a month for all.\n", CliRun.Of(home.Path, "budget remove month").Error);
        Assert.Equal(["week claude 5"], Budgets(home.Path));
        Assert.Equal("Error: there is no budget a month for all; 'tokscale budget list' shows all.\n", CliRun.Of(home.Path, "budget remove month").Error);
    }

    [Fact]
    public void A_check_exits_with_3_when_a_budget_is_spent()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        CliRun.Of(fixture.Home, "budget set month 100");
        Assert.Equal(ExitCode.Done, CliRun.Of(fixture.Home, "budget check").ExitCode);
        CliRun.Of(fixture.Home, "budget set month 0.01");
        Assert.Equal(ExitCode.OverBudget, CliRun.Of(fixture.Home, "budget check").ExitCode);
        Assert.Equal(ExitCode.Done, CliRun.Of(fixture.Home, "budget list").ExitCode);
    }

    [Theory]
    [InlineData("budget set year 5", "'year' is no period; write day, week or month.")]
    [InlineData("budget set week five", "'five' is no limit; write dollars as 5 or 0.50.")]
    [InlineData("budget set week", "'set' needs USD; see tokscale budget set --help.")]
    [InlineData("budget sets", "there is no command 'sets'; did you mean set?")]
    public void A_wrong_budget_is_refused(string line, string message)
    {
        using var home = new TemporaryFolder();

        CliRun run = CliRun.Of(home.Path, line);

        Assert.Equal((ExitCode.BadCommandLine, $"Error: {message}\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("{\"budgets\":[{\"period\":\"month\"}]}", "lacks a key")]
    [InlineData("{\"budgets\":[{\"period\":\"year\",\"limitUsd\":1}]}", "has the unknown period 'year'")]
    [InlineData("{\"budgets\":5}", "has a value of the wrong kind")]
    [InlineData("{\n\"budgets\":[\n", "is no valid JSON in line 3")]
    public void A_damaged_file_is_said_and_never_ignored(string content, string problem)
    {
        using var home = new TemporaryFolder();
        string path = home.Write(".config/tokscale/budgets.json", content);

        CliRun run = CliRun.Of(home.Path, "budget list");

        Assert.Equal((ExitCode.BadCommandLine, $"Error: {path} {problem}; put it right or delete it.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_forecast_adds_the_mean_of_the_last_days_for_each_day_to_come()
    {
        CostForecast forecast = CostForecast.Of(10, daysLeft: 4, [1, 3, 1, 3]);

        Assert.Equal(18, forecast.ExpectedUsd);
        Assert.Equal(18 - 2.5632m, forecast.LowUsd, 4);
        Assert.Equal(18 + 2.5632m, forecast.HighUsd, 4);
        Assert.Equal(new CostForecast(10, 10, 10), CostForecast.Of(10, daysLeft: 0, [1, 3]));
    }

    [Theory]
    [InlineData(BudgetPeriod.Day, "2026-03-01", "2026-03-01")]
    [InlineData(BudgetPeriod.Week, "2026-02-23", "2026-03-01")]
    [InlineData(BudgetPeriod.Month, "2026-03-01", "2026-03-31")]
    public void A_period_is_a_calendar_day_week_or_month(BudgetPeriod period, string first, string last)
    {
        DateRange days = new Budget(period, 1, null, null).DaysAround(new DateOnly(2026, 3, 1), DayOfWeek.Monday);

        Assert.Equal((first, last), (TimeBuckets.DateName(days.Since!.Value), TimeBuckets.DateName(days.Until!.Value)));
    }

    private static string[] Budgets(string home)
    {
        using JsonDocument report = JsonDocument.Parse(CliRun.Of(home, "budget list --json").Output);
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(Path.Join(Fixture.RepositoryFolder(), "docs", "schema", "budget.schema.json")));
        Assert.Empty(SchemaCheck.Errors(report.RootElement, schema.RootElement));
        return
        [
            .. report.RootElement.GetProperty("budgets").EnumerateArray()
                .Select(budget => $"{budget.GetProperty("period")} {budget.GetProperty("client").GetString() ?? "all"} {budget.GetProperty("limit")}"),
        ];
    }
}
