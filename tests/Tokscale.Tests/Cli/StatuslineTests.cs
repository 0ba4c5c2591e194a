using System.Text;
using Tokscale.Cli;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class StatuslineTests
{
    private const string Esc = "\u001b";

    [Theory]
    [InlineData(49, $"{Esc}[32m49%{Esc}[0m")]
    [InlineData(50, $"{Esc}[33m50%{Esc}[0m")]
    [InlineData(80, $"{Esc}[31m80%{Esc}[0m")]
    public void The_share_of_the_context_window_is_coloured_by_how_full_it_is(int percent, string expected) =>
        Assert.EndsWith($"🧠 {expected}\n", Run("--color always", $$$"""{"context_window":{"used_percentage":{{{percent}}}}}"""));

    [Fact]
    public void The_thresholds_can_be_moved() =>
        Assert.Contains($"{Esc}[32m79%", Run("--color always --context-low-threshold 80 --context-medium-threshold 90", """{"context_window":{"used_percentage":79}}"""));

    [Fact]
    public void The_tokens_in_the_context_window_are_shown_when_the_agent_tells_them() =>
        Assert.EndsWith("🧠 90,000 (45%)\n", Run("", """
            {"context_window":{"used_percentage":45,"current_usage":{"input_tokens":1000,"cache_creation_input_tokens":9000,"cache_read_input_tokens":80000,"output_tokens":5}}}
            """));

    [Theory]
    [InlineData("""{"context_window":{"used_percentage":-3}}""", "🧠 0%")]
    [InlineData("""{"context_window":{"used_percentage":1e300}}""", "🧠 100%")]
    [InlineData("""{"context_window":{"context_window_size":200000,"current_usage":{"input_tokens":1000,"cache_read_input_tokens":99000}}}""", "🧠 100,000 (50%)")]
    public void The_share_is_one_and_worked_out_where_the_agent_does_not_tell_it(string input, string expected) =>
        Assert.EndsWith($"{expected}\n", Run("", input));

    [Fact]
    public void A_pipe_gets_no_colour() => Assert.DoesNotContain(Esc, Run("", """{"context_window":{"used_percentage":99}}"""));

    [Theory]
    [InlineData("emoji", "/hr 🟢")]
    [InlineData("text", "/hr (Normal)")]
    [InlineData("emoji-text", "/hr 🟢 (Normal)")]
    public void How_hard_the_model_works_is_shown_when_asked_for(string form, string expected)
    {
        using var home = new TemporaryFolder();
        home.Write(".claude/projects/p/s.jsonl", Line(1, "11:10") + Line(2, "11:40"));
        Assert.Contains(expected, CliRun.Of("/", $"statusline --home {home.Path} -B {form}").Output);
    }

    [Fact]
    public void A_name_of_the_agent_cannot_bring_control_sequences_in() =>
        Assert.DoesNotContain($"{Esc}]", Run("--color always", """{"model":{"display_name":"evil\u001b]0;x\u0007"}}"""));

    [Theory]
    [InlineData("--context-low-threshold many", "--context-low-threshold 'many' is no share; write a number from 0 to 100.")]
    [InlineData("-B loud", "--visual-burn-rate 'loud' is unknown; it takes off, emoji, text or emoji-text.")]
    public void A_wrong_option_is_refused(string options, string message)
    {
        CliRun run = CliRun.Of("/", $"statusline --sample {options}");
        Assert.Equal((ExitCode.BadCommandLine, $"Error: {message}\n"), (run.ExitCode, run.Error));
    }

    private static string Line(int id, string time) =>
        $$$"""{"type":"assistant","timestamp":"2026-05-02T{{{time}}}:00Z","message":{"id":"msg_{{{id}}}","model":"claude-opus-4-6","usage":{"input_tokens":700,"output_tokens":200} } }"""
        + "\n";

    private static string Run(string options, string input) =>
        CliRun.Of("/", $"statusline --sample {options}".Split(' ', StringSplitOptions.RemoveEmptyEntries), input: Encoding.UTF8.GetBytes(input)).Output;
}
