using Xunit;

namespace Tokscale.Tests.Cli;

public class SettingsTests
{
    private const string Line =
        """{"type":"assistant","timestamp":"2026-05-01T10:00:00Z","message":{"id":"msg_1","model":"claude-opus-4-6","usage":{"input_tokens":7,"output_tokens":2}}}""";

    [Fact]
    public void Logs_in_further_places_of_the_settings_are_read()
    {
        using var home = new TemporaryFolder();
        home.Write("old/projects/p/s.jsonl", Line + "\n");
        home.Write(".config/tokscale/settings.json", """{"colorPalette":"blue","scanner":{"extraRoots":{"claude":["~/old/projects"]}}}""");
        CliRun run = CliRun.Of(home.Path, "models --csv");
        Assert.Contains("claude,claude-opus-4-6,1,7,2", run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("{\"scanner\":")]
    [InlineData("{\"scanner\":{\"extraRoots\":5}}")]
    [InlineData("{\"scanner\":{\"extraRoots\":{\"nobody\":[\"/x\"]}}}")]
    [InlineData("{\"scanner\":{\"extraRoots\":{\"claude\":\"/x\"}}}")]
    public void Settings_that_cannot_be_used_cost_one_warning_and_never_the_report(string settings)
    {
        using var home = new TemporaryFolder();
        home.Write(".claude/projects/p/s.jsonl", Line + "\n");
        home.Write(".config/tokscale/settings.json", settings);
        CliRun run = CliRun.Of(home.Path, "models --csv");
        Assert.Equal(Tokscale.Cli.ExitCode.Done, run.ExitCode);
        Assert.Contains("claude-opus-4-6", run.Output);
        Assert.Contains("settings.json", Assert.Single(run.Error.TrimEnd().Split('\n')));
    }
}
