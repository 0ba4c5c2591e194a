using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class HermesTests
{
    private const string Usage = "CREATE TABLE session_model_usage(session_id, model, billing_provider, billing_mode, input_tokens, output_tokens, " +
        "reasoning_tokens, estimated_cost_usd, actual_cost_usd, first_seen)";

    [Fact]
    public void Usage_by_model_keeps_its_time_task_and_the_cost_that_was_charged()
    {
        using var scan = FixtureScan.Of("hermes/profiles");
        Assert.Equal(
            [
                "claude-haiku-4-5 2026-03-10T12:00:01 title 0.01 0", "claude-sonnet-4-5 2026-03-10T12:00:00  0.30 12",
                "gpt-5 2026-03-10T12:01:40  0.05 4",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Model)} {FixtureScan.Time(usage)} {scan.Name(usage.Agent)} {usage.LoggedCostUsd:0.00} {usage.Messages}")
                .Order(StringComparer.Ordinal).Take(3));
        Assert.Equal([ProblemKind.MalformedRow], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Theory]
    [InlineData("'', 0.5, 0.7", "0.7")]
    [InlineData("'', 0.5, 0", "0.5")]
    [InlineData("'', 0, NULL", "")]
    [InlineData("'included', 0, 0", "0")]
    [InlineData("'subscription', NULL, NULL", "0")]
    public void Cost_is_what_was_charged_else_the_estimate_else_unknown(string modeAndCosts, string expected)
    {
        using var scan = FixtureScan.OfHome("hermes", home => home.WriteDatabase(".hermes/state.db", Usage, "CREATE TABLE sessions(id)",
            $"INSERT INTO session_model_usage VALUES ('s', 'm', 'p', {modeAndCosts.Split(',')[0]}, 10, 5, 9, {string.Join(',', modeAndCosts.Split(',')[1..])}, 1773144000.5)"));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(expected, $"{usage.LoggedCostUsd:0.#}");
        Assert.Equal(new TokenCounts(10, 0, 0, 0, 0, 5), usage.Tokens);
        Assert.Equal(1773144000500, usage.TimestampMs);
    }

    [Fact]
    public void A_session_counts_beyond_its_rows_and_from_the_profile_that_has_most_of_it()
    {
        using var scan = FixtureScan.Of("hermes/rest");
        Assert.Equal(
            ["copied claude-opus-4-5  400", "gateway claude-opus-4-5  50000", "gateway gpt-5-mini title_generation 80",
                "resumed claude-opus-4-5  2000", "resumed claude-opus-4-5  48000",
                "voice claude-opus-4-5  80", "voice gpt-voice voice_chat 20"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Model)} {scan.Name(usage.Agent)} {usage.Tokens.Input}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void A_variable_lists_homes_and_each_may_have_profiles()
    {
        using var scan = FixtureScan.OfHome("hermes", home =>
        {
            foreach (string path in (string[])["a/state.db", "b/profiles/x/state.db", "b/profiles/x/y/state.db", ".hermes/state.db"])
            {
                home.WriteDatabase(path, "CREATE TABLE sessions(id, model, input_tokens, started_at)", $"INSERT INTO sessions VALUES ('{path}', '{path}', 1, 1773144000)");
            }
        }, new Dictionary<string, string> { ["HERMES_HOME"] = "{HOME}/a,{HOME}/b" });
        Assert.Equal(["a/state.db", "b/profiles/x/state.db"], scan.Events.Select(usage => scan.Name(usage.Model)));
    }
}
