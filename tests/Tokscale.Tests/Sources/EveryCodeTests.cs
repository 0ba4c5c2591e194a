using Xunit;

namespace Tokscale.Tests.Sources;

public class EveryCodeTests
{
    private const string Count =
        """{"timestamp":"2026-05-27T16:50:05.558Z","type":"event","payload":{"msg":{"type":"token_count","info":{"last_token_usage":{"input_tokens":5}}}}}""";

    [Fact]
    public void Rollouts_name_session_folder_and_agent()
    {
        using var scan = FixtureScan.Of("every-code/events");
        Assert.All(
            scan.Events,
            usage => Assert.Equal(("openai", "Every Code", "/w/app"), (scan.Name(usage.Provider), scan.Name(usage.Agent), scan.Name(usage.Project))));
        Assert.Equal(["2026-05-27T16:50:05", "2026-05-27T16:50:15", "2026-05-27T20:00:09"], scan.Events.Select(FixtureScan.Time));
    }

    [Fact]
    public void The_variable_takes_the_place_of_the_home()
    {
        using var scan = FixtureScan.OfFiles(
            "every-code",
            new Dictionary<string, string> { ["CODE_HOME"] = "~/own" },
            ("own/sessions/rollout-2026-05-27T16-50-00-0199a000-0000-7000-8000-000000000001.jsonl", Count),
            (".code/sessions/rollout-2026-05-27T16-50-00-0199a000-0000-7000-8000-000000000002.jsonl", Count));
        Assert.Equal("unknown", scan.Name(Assert.Single(scan.Events).Model));
    }

    [Theory]
    [InlineData("~/.codex", null)]
    [InlineData("~/.codex/", null)]
    [InlineData("~/shared", "~/shared")]
    [InlineData("~/link", "~/shared")]
    public void A_home_shared_with_the_agent_it_was_forked_from_counts_there(string own, string? other)
    {
        const string Rollout = "sessions/rollout-2026-05-27T16-50-00-0199a000-0000-7000-8000-000000000001.jsonl";
        var variables = new Dictionary<string, string> { ["CODE_HOME"] = own };
        if (other is not null) variables["CODEX_HOME"] = other;
        Assert.Equal((0, 1), (CallsOf("every-code"), CallsOf("codex")));

        int CallsOf(string source)
        {
            using var scan = FixtureScan.OfHome(source, Lay, variables);
            return scan.Events.Count;
        }

        static void Lay(TemporaryFolder home)
        {
            home.Write(".codex/" + Rollout, Count);
            home.Write("shared/" + Rollout, Count);
            Directory.CreateSymbolicLink(Path.Join(home.Path, "link"), Path.Join(home.Path, "shared"));
        }
    }
}
