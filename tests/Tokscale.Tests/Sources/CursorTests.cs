using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CursorTests
{
    private const string Header =
        "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n";

    private const string Row = "\"2026-01-10T10:00:00.000Z\",\"Included\",\"claude-4.5-sonnet\",\"No\",\"1\",\"1000\",\"10\",\"100\",\"1111\",\"$0.05\"\n";

    [Fact]
    public void Damaged_rows_are_told_and_cost_no_other_row()
    {
        string odd = Row.Replace("10:00:00", "11:00:00").Replace("\"1000\"", "\"abc\"").Replace("\"100\"", "\"-5\"");
        using var scan = Scan(Header + Row + "\n" + "\"2026-01-10T10:00:00.000Z\",\"x\"\n" + odd + Row.Replace("10:00:00", "12:00:00") + "\0\0\0\n");
        Assert.Equal(2000, scan.Events.Sum(usage => usage.Tokens.Input));
        Assert.Equal(3, scan.Events.Count);
        Assert.Equal(["MalformedLine 2 at 7", "RefusedNumber 1 at 5"], Problems(scan));
    }

    [Fact]
    public void What_stands_before_the_header_is_told_and_costs_no_row()
    {
        using var scan = Scan("garbage, and\n\"more\":{\n" + Header + Row);
        Assert.Equal(1000, Assert.Single(scan.Events).Tokens.Input);
        Assert.Equal(["MalformedLine 2 at 1"], Problems(scan));
    }

    [Fact]
    public void An_open_quote_costs_one_row()
    {
        using var scan = Scan(Header + Row + "\"2026-01-10T10:30:00.000Z\",\"Inclu,claude,No,1,1,1,1,1,1\n" + Row + Row);
        Assert.Equal(3, scan.Events.Count);
        Assert.Equal(["MalformedLine 1 at 3"], Problems(scan));
    }

    [Fact]
    public void Columns_count_by_name_in_any_order()
    {
        using var scan = Scan("Cost,Output Tokens,Model,New, Input (w/o Cache Write) ,Input (w/ Cache Write),Date,Cache Read\n0.5,1,gpt-5,?,2,3,2026-01-10T10:00:00Z,4\n");
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(new TokenCounts(2, 1, 4, 3, 0, 0), usage.Tokens);
        Assert.Equal(0.5m, usage.LoggedCostUsd);
    }

    [Theory]
    [InlineData("<!doctype html><html><body>Sign in</body></html>\n", "MalformedFile")]
    [InlineData("\"Date,Model\n", "MalformedFile")]
    [InlineData(Header)]
    public void A_page_saved_as_the_export_is_told(string text, params string[] kinds)
    {
        using var scan = Scan(text);
        Assert.Empty(scan.Events);
        Assert.Equal(kinds, scan.Source.Problems.Select(problem => problem.Kind.ToString()));
    }

    [Fact]
    public void A_comma_without_quotes_does_not_move_numbers_to_other_columns()
    {
        using var scan = Scan(Header + "2026-01-10T10:00:00Z,Included,gpt-5,No,0,1,000,10,100,1110,0.1\n");
        Assert.Empty(scan.Events);
        Assert.Equal(["MalformedLine 1 at 2"], Problems(scan));
    }

    [Fact]
    public void Words_in_place_of_a_cost_leave_it_open_and_zero_is_free()
    {
        using var scan = Scan(Header + Row.Replace("$0.05", "Included") + Row.Replace("$0.05", "0") + Row.Replace("$0.05", "-") + Row.Replace("$0.05", "1,000.5"));
        Assert.Equal([null, 0m, null, 1000.5m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal([false, true, false, true], scan.Events.Select(usage => usage.IsCostFinal));
    }

    [Fact]
    public void What_was_not_charged_is_free_though_a_word_stands_for_its_cost()
    {
        using var scan = Scan(Header + Row.Replace("$0.05", "Included").Replace("\"Included\",\"claude", "\"Errored, No Charge\",\"claude")
            + Row.Replace("$0.05", "-").Replace("Included", "Aborted, Not Charged"));
        Assert.Equal([(0m, true), (0m, true)], scan.Events.Select(usage => (usage.LoggedCostUsd!.Value, usage.IsCostFinal)));
    }

    [Fact]
    public void One_event_in_two_exports_counts_once_with_the_cost_that_is_a_number()
    {
        using var scan = FixtureScan.OfFiles(
            "cursor",
            (".config/tokscale/cursor-cache/usage.csv", Header + Row.Replace("$0.05", "Included")),
            (".config/tokscale/cursor-cache/usage.work+2026-01-01-2026-01-10.csv", Header + Row.Replace("Included", "On-Demand") + Row));
        Assert.Equal([0.05m, 0.05m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(["cursor-active-2026-01-10", "cursor-work-2026-01-10"], scan.Events.Select(usage => scan.Name(usage.Session)));
    }

    [Fact]
    public void A_charge_without_tokens_is_kept_and_is_no_message()
    {
        using var scan = Scan(Header + "2026-01-10T10:00:00Z,Usage-based,gpt-5,No,0,0,0,0,0,0.04\n2026-01-10T10:00:00Z,Errored,gpt-5,No,0,0,0,0,0,0\n");
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal((0, 0.04m), (usage.Messages, usage.LoggedCostUsd));
    }

    [Fact]
    public void A_day_without_time_is_noon_and_names_the_session_with_the_account()
    {
        using var scan = FixtureScan.OfFiles(
            "cursor", (".config/tokscale/cursor-cache/usage.work-1.csv", Header + "2026-01-10,Included,auto,No,0,1,0,0,1,0.1\n"));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("2026-01-10T12:00:00", FixtureScan.Time(usage));
        Assert.Equal(("cursor-work-1-2026-01-10", "cursor"), (scan.Name(usage.Session), scan.Name(usage.Provider)));
        Assert.True(usage.Class.IsAggregate);
    }

    [Fact]
    public void Settings_may_lie_elsewhere()
    {
        using var scan = FixtureScan.OfFiles(
            "cursor",
            new Dictionary<string, string> { ["TOKSCALE_CONFIG_DIR"] = "{HOME}/own" },
            ("own/cursor-cache/usage.csv", Header + Row), (".config/tokscale/cursor-cache/usage.csv", Header + Row + Row));
        Assert.Single(scan.Events);
    }

    [Fact]
    public void Events_of_the_dashboard_name_their_session_and_cost_what_is_larger_of_charge_and_metering()
    {
        using var scan = FixtureScan.Of("cursor/dashboard-events");
        Assert.Equal(
            [
                "auto cursor cursor-active-2026-08-31 0.19",
                "gpt-5 openai cursor-active-2026-08-30 0.01",
                "claude-4.5-sonnet anthropic c0ffee00-1111-4222-8333-444455556666 0.415",
                "claude-4.5-sonnet anthropic c0ffee00-1111-4222-8333-444455556666 0.415",
                "composer-2 cursor cursor-active-2026-09-01 ",
                "composer-2 cursor c0ffee00-1111-4222-8333-444455556666 0",
                "gpt-5 openai cursor-team-2026-09-02 0.005",
            ],
            scan.Events.Select(usage => FormattableString.Invariant(
                $"{scan.Name(usage.Model)} {scan.Name(usage.Provider)} {scan.Name(usage.Session)} {usage.LoggedCostUsd:0.####}")));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
        Assert.Empty(scan.Source.Problems);
    }

    [Theory]
    [InlineData("""{"error":"unauthorized"}""", 0, "MalformedFile 1 at ")]
    [InlineData("""{"usageEventsDisplay":{}}""", 0)]
    [InlineData("""{"usageEventsDisplay":[7,{"timestamp":"x","model":"m"},{"timestamp":1788170400123,"model":"m","tokenUsage":{"inputTokens":5}}]}""", 1, "MalformedRow 2 at 1")]
    [InlineData("""{"usageEventsDisplay":[{"timestamp":1788170400123,"model":"m","tokenUsage":{"inputTokens":5,"outputTokens":-1}},{"times""", 1, "RefusedNumber 1 at ", "MalformedFile 1 at ")]
    public void Damage_to_events_of_the_dashboard_is_told_and_costs_no_other_event(string text, int count, params string[] problems)
    {
        using var scan = FixtureScan.OfFiles("cursor", (".config/tokscale/cursor-cache/usage.json", text));
        Assert.Equal(count, scan.Events.Count);
        Assert.Equal(problems, Problems(scan));
    }

    private static FixtureScan Scan(string export) => FixtureScan.OfFiles("cursor", (".config/tokscale/cursor-cache/usage.csv", export));

    private static IEnumerable<string> Problems(FixtureScan scan) =>
        scan.Source.Problems.Select(problem => $"{problem.Kind} {problem.Count} at {problem.FirstLine}");
}
