using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class GooseTests
{
    [Fact]
    public void Requests_and_sessions_keep_their_time_project_provider_and_cost()
    {
        using var scan = FixtureScan.Of("goose/ledger");
        Assert.Equal(
            [
                "20260310_1 claude-haiku-4-5 2026-03-10T12:00:10 /w/app anthropic  0.011",
                "20260310_1 claude-sonnet-4-5 2026-03-10T12:00:20 /w/app anthropic  0.02",
                "20260310_1 claude-sonnet-4-5 2026-03-11T13:00:00 /w/app anthropic  ",
                "20260310_1 claude-sonnet-4-5 2026-03-10T12:00:50 /w/app anthropic  ",
                "20260310_2 gpt-5 2026-03-10T12:30:00 /w/app openai subagent 0.02",
                "20250801_3 unknown 2025-08-01T08:00:00 /w/old   ",
                "20250601_120000 unknown 2025-06-01T12:00:00 /w/files   ",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Model)} {FixtureScan.Time(usage)} {scan.Name(usage.Project)} " +
                $"{scan.Name(usage.Provider)} {scan.Name(usage.Agent)} {usage.LoggedCostUsd}"));
        Assert.Equal([false, false, false, false, true, true, true], scan.Events.Select(usage => usage.Class.IsAggregate));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void What_was_used_before_the_ledger_falls_on_the_day_of_the_session()
    {
        using var scan = FixtureScan.Of("goose/rest");
        Assert.Equal(
            ["2026-03-10T12:00:00 2000000 True", "2026-04-09T12:00:00 500 False"],
            scan.Events.Where(usage => scan.Name(usage.Session) == "20260310_1")
                .Select(usage => $"{FixtureScan.Time(usage)} {usage.Tokens.Input} {usage.Class.IsAggregate}"));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Sums_over_a_session_count_also_where_one_of_them_is_missing()
    {
        using var scan = FixtureScan.OfHome("goose", home => home.WriteDatabase("root/data/sessions/sessions.db",
            "CREATE TABLE sessions(id TEXT, input_tokens INTEGER, output_tokens INTEGER, accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER)",
            "INSERT INTO sessions VALUES ('s', 5, 6, 500, 600)"),
            new Dictionary<string, string> { ["GOOSE_PATH_ROOT"] = "{HOME}/root" });
        Assert.Equal(new TokenCounts(500, 600, 0, 0, 0, 0), Assert.Single(scan.Events).Tokens);
    }

    [Fact]
    public void A_database_before_the_migrations_is_read()
    {
        using var scan = FixtureScan.OfHome("goose", home => home.WriteDatabase("root/data/sessions/sessions.db",
            "CREATE TABLE sessions(id TEXT, input_tokens INTEGER, output_tokens INTEGER)", "INSERT INTO sessions VALUES ('s', 5, 6)"),
            new Dictionary<string, string> { ["GOOSE_PATH_ROOT"] = "{HOME}/root" });
        Assert.Equal(new TokenCounts(5, 6, 0, 0, 0, 0), Assert.Single(scan.Events).Tokens);
        Assert.Equal([ProblemKind.Undated], scan.Source.Problems.Select(problem => problem.Kind));
    }
}
