using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class TraeTests
{
    [Fact]
    public void Costs_are_kept_as_stated_a_zero_too()
    {
        using var scan = FixtureScan.Of("trae/normal");
        Assert.Equal([0.5m, 0m, null, 0.25m], scan.Events.Select(usage => usage.LoggedCostUsd));
        Assert.Equal(["openai", "trae", "anthropic", "openai"], scan.Events.Select(usage => scan.Name(usage.Provider)));
        Assert.Equal("2026-03-10T12:00:00", FixtureScan.Time(scan.Events[0]));
    }

    [Fact]
    public void A_cut_page_is_told_and_another_kind_of_json_is_not()
    {
        using var scan = FixtureScan.OfFiles(
            "trae",
            (".config/tokscale/trae-cache/sessions/a.json", "[{\"session_id\":"),
            (".config/tokscale/trae-cache/sessions/b.json", "{}"));
        Assert.Equal(ProblemKind.MalformedFile, Assert.Single(scan.Source.Problems).Kind);
        Assert.Empty(scan.Events);
    }

    [Fact]
    public void Rollouts_of_the_cli_name_thread_folder_and_agent()
    {
        using var scan = FixtureScan.Of("trae/cli-rollouts");
        Assert.All(
            scan.Events,
            usage => Assert.Equal(("trae", "Trae CLI", "/w/app"), (scan.Name(usage.Provider), scan.Name(usage.Agent), scan.Name(usage.Project))));
        Assert.Equal(["2026-08-07T07:02:54", "2026-08-07T07:05:00", "2026-08-08T07:00:05"], scan.Events.Select(FixtureScan.Time).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("TRAECLI_HOME", "~/own", "own/sessions")]
    [InlineData("TRAECLI_HOME", "{HOME}/own", "own/archived_sessions")]
    [InlineData("TRAE_HOME", "~/own", "own/cli/sessions")]
    public void Variables_add_the_folder_of_the_cli(string variable, string value, string folder)
    {
        const string Count =
            """{"timestamp":"2026-08-07T07:02:54.784Z","type":"event_msg","payload":{"type":"token_count","info":{"last_token_usage":{"input_tokens":5}}}}""";
        using var scan = FixtureScan.OfFiles(
            "trae",
            new Dictionary<string, string> { [variable] = value },
            (folder + "/rollout-2026-08-07T07-00-00-0198a000-0000-7000-8000-000000000001.jsonl", Count),
            (".trae/cli/sessions/rollout-2026-08-07T07-00-00-0198a000-0000-7000-8000-000000000002.jsonl", Count));
        Assert.Equal([5, 5], scan.Events.Select(usage => usage.Tokens.Input));
        Assert.All(scan.Events, usage => Assert.Equal("unknown", scan.Name(usage.Model)));
    }
}
