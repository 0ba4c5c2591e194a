using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

public sealed class NativeBinaryTests
{
    public static TheoryData<string> FixtureNames() => new(Fixture.Names());

    public static TheoryData<string> Commands() =>
    [
        "", "models", "daily", "weekly", "monthly", "hourly", "sessions", "projects",
        "agents", "blocks", "pricing --list", "clients", "graph", "time-metrics",
        "models --group-by day,project,model-id --sort tokens --limit 5", "monthly --fill --mode calculate", "check --max-tokens 99999999999",
    ];

    [Theory, MemberData(nameof(FixtureNames))]
    public void Every_fixture_gives_its_totals_by_exact_model_id(string name)
    {
        using Fixture fixture = Fixture.Lay(name);
        using var user = new TemporaryFolder();

        NativeBinary.Run run = NativeBinary.Start(user.Path, $"models --json --group-by client,model-id --client {fixture.Source} --home {fixture.Home}");

        Assert.Equal(0, run.ExitCode);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        ModelTotals[] totals = [.. report.RootElement.GetProperty("entries").EnumerateArray().Select(TotalsOf).OrderBy(entry => entry.Model, StringComparer.Ordinal)];
        Assert.Equal(ModelTotals.Expected(fixture.Expected, totals), totals);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_works_on_the_example_in_every_form(string command)
    {
        using var user = new TemporaryFolder();
        foreach (string format in new[] { "table", "json", "csv", "tsv", "markdown", "ndjson", "html" })
        {
            NativeBinary.Run run = NativeBinary.Start(user.Path, $"{command} --sample --format {format}");

            Assert.Equal((0, true, false), (run.ExitCode, run.Output.Length > 0, run.Output.Contains('\u001b')));
            if (format == "json") JsonDocument.Parse(run.Output).Dispose();
        }
    }

    [Fact]
    public void The_example_leaves_nothing_behind()
    {
        using TemporaryFolder user = new(), temporary = new();

        NativeBinary.Run run = NativeBinary.Start(user.Path, "daily --sample --csv", new() { ["TMPDIR"] = temporary.Path });

        Assert.Equal((0, true), (run.ExitCode, run.Output.Length > 0));
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void The_version_comes_in_a_moment()
    {
        using var user = new TemporaryFolder();
        NativeBinary.Start(user.Path, "--version");
        var watch = Stopwatch.StartNew();

        NativeBinary.Run run = NativeBinary.Start(user.Path, "--version");

        Assert.Matches("^tokscale [0-9.]+\n$", run.Output);
        // The goal is 10 ms; starting the process from a test on a busy machine costs a multiple of that.
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1_000);
    }

    [Theory]
    [InlineData("$T --sample --json | head -1 > /dev/null; echo ${PIPESTATUS[0]}", "0\n", "")]
    [InlineData("$T --sample | head -1 > /dev/null; echo ${PIPESTATUS[0]}", "0\n", "")]
    [InlineData("$T --sample > /dev/full; echo $?", "1\n", "Error: the report could not be written: No space left on device.\n")]
    [InlineData("$T --sample --json >&-; echo $?", "0\n", "")]
    [InlineData("$T --sample 2>&- > /dev/null; echo $?", "0\n", "")]
    [InlineData("$T --bogus 2>&-; echo $?", "2\n", "")]
    [InlineData("$T --sample <&- > /dev/null; echo $?", "0\n", "")]
    [InlineData("$T --version > /dev/full; echo $?", "1\n", "")]
    public void Streams_that_are_full_closed_or_gone_do_no_harm(string command, string output, string error)
    {
        using var user = new TemporaryFolder();

        NativeBinary.Run run = NativeBinary.Shell(user.Path, command);

        Assert.Equal((output, error), (run.Output, run.Error));
    }

    [Fact]
    public void Output_and_messages_that_go_to_one_file_do_not_overwrite_each_other()
    {
        using var user = new TemporaryFolder();

        NativeBinary.Run run = NativeBinary.Shell(
            user.Path, "$T check --sample --max-tokens 1 --csv > out 2>&1; cat out".Replace("out", user.Path + "/out"));

        Assert.StartsWith("client,model,", run.Output);
        Assert.EndsWith("over the limit: ", run.Output[..(run.Output.LastIndexOf("limit: ", StringComparison.Ordinal) + 7)]);
    }

    [Fact]
    public void Colour_is_for_terminals_that_want_it()
    {
        using var user = new TemporaryFolder();
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1), which makes a terminal, is not installed");

        string OnTerminal(string environment, string options = "") =>
            NativeBinary.Shell(user.Path, $"script -qec '{environment} {NativeBinary.Path} --sample --no-spinner {options}' /dev/null").Output;

        Assert.Contains("\u001b[", OnTerminal("TERM=xterm"));
        Assert.DoesNotContain('\u001b', OnTerminal("TERM=xterm NO_COLOR=1"));
        Assert.DoesNotContain('\u001b', OnTerminal("TERM=dumb"));
        Assert.DoesNotContain('\u001b', OnTerminal("TERM=xterm-256color", "--color never"));
        Assert.DoesNotContain('\u001b', OnTerminal("TERM=xterm-256color", $"--output {Path.Join(user.Path, "report.txt")}"));
        Assert.Contains("\u001b[", NativeBinary.Start(user.Path, "--sample --color always").Output);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_ends_the_program_with_its_number_and_leaves_no_files(string signal, int exitCode)
    {
        using var user = new TemporaryFolder();
        string pipe = Path.Join(user.Path, "pipe");

        // Writing into a pipe that nobody reads keeps the program waiting until the signal comes.
        string line = $"--sample --output {pipe}";
        NativeBinary.Run run = NativeBinary.Shell(
            user.Path, $"mkfifo {pipe}; TMPDIR={user.Path} timeout --preserve-status -s {signal} 2 $T {line}; echo $?; ls {user.Path}");

        Assert.Equal($"{exitCode}\npipe\n", run.Output);
    }

    [Fact]
    public void What_runs_on_after_its_terminal_is_closed_is_not_stopped_by_that()
    {
        using var user = new TemporaryFolder();
        string pipe = Path.Join(user.Path, "pipe"), output = Path.Join(user.Path, "output");

        string line = $"--sample --output {pipe}";
        NativeBinary.Run run = NativeBinary.Shell(
            user.Path, $"mkfifo {pipe}; nohup $T {line} 2> /dev/null & sleep 1; kill -HUP $!; cat {pipe} > {output}; wait $!; echo $?");

        Assert.Equal("0\n", run.Output);
        Assert.Contains("Total", File.ReadAllText(output));
    }

    [Fact]
    public void A_status_line_takes_the_hook_on_standard_input()
    {
        using var user = new TemporaryFolder();

        NativeBinary.Run run = NativeBinary.Start(
            user.Path, "statusline --sample", input: """{"session_id":"5a3b1e00-0000-4000-8000-000000000073","model":{"display_name":"Opus 4.5"}}""");

        Assert.Matches("^🤖 Opus 4.5 \\| 💰 \\$[0-9.]+ session / \\$[0-9.]+ today.*\n$", run.Output);
    }

    [Theory]
    [InlineData("bash", "bash -n")]
    [InlineData("zsh", "true")]
    [InlineData("fish", "true")]
    [InlineData("powershell", "true")]
    public void Completion_scripts_are_complete(string shell, string checker)
    {
        using var user = new TemporaryFolder();
        string file = Path.Join(user.Path, "completion");

        NativeBinary.Run run = NativeBinary.Shell(user.Path, $"$T completions {shell} > {file} && {checker} {file} && cat {file}");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(["monthly", "statusline", "group-by"], word => Assert.Contains(word, run.Output));
    }

    private static ModelTotals TotalsOf(JsonElement entry)
    {
        long Count(string name) => entry.GetProperty(name).GetInt64();
        return new ModelTotals(
            entry.GetProperty("modelId").GetString()!, Count("input"), Count("output"), Count("cacheRead"), Count("cacheWrite"), Count("cacheWrite1h"),
            Count("reasoning"), Count("messageCount"));
    }
}
