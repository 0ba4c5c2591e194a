using System.CommandLine;
using Tokscale.Cli;
using Tokscale.Cli.CommandLine;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> CommandNames() => [.. CommandTree.Root.Subcommands.SelectMany(WithSubcommands)];

    [Fact]
    public void The_help_of_the_program_is_as_reviewed()
    {
        CliRun run = CliRun.Of("/", "--help");

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Golden.Match("Cli", "help.txt", run.Output);
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void The_help_of_a_command_is_as_reviewed(string command) =>
        Golden.Match("Cli", $"help-{command.Replace(' ', '-')}.txt", CliRun.Of("/", $"{command} --help").Output);

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help daily", "daily --help")]
    [InlineData("help budget set", "budget set --help")]
    [InlineData("help help", "--help")]
    public void Help_may_be_asked_for_like_a_command(string line, string expected)
    {
        CliRun run = CliRun.Of("/", line);

        Assert.Equal((CliRun.Of("/", expected).Output, "", ExitCode.Done), (run.Output, run.Error, run.ExitCode));
    }

    [Fact]
    public void Help_needs_no_home_and_asks_for_nothing_else() =>
        Assert.Equal(ExitCode.Done, CliRun.Of("/no/such", "models --help --since nonsense").ExitCode);

    [Fact]
    public void Every_line_of_help_fits_100_columns() =>
        Assert.All(CliRun.Of("/", "--help").Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));

    [Theory]
    [InlineData("--version")]
    [InlineData("-V")]
    [InlineData("daily --version")]
    public void The_version_is_one_line(string line) => Assert.Matches("^tokscale [0-9]+\\.[0-9]+\\.[0-9]+\n$", CliRun.Of("/", line).Output);

    private static IEnumerable<string> WithSubcommands(Command command) =>
        command.Subcommands.SelectMany(WithSubcommands).Prepend(((CliCommand)command).Path);
}
