using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Xunit;

namespace Tokscale.Tests.Cli;

public class CommandTreeTests
{
    public static TheoryData<string> Names() => [.. CommandTree.Root.Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_line_makes_only_the_command_that_it_names(string name)
    {
        Command command = CommandTree.Parse([name]).CommandResult.Command;
        Assert.Equal(name, command.Name);
        Assert.Equal(name, Assert.Single(command.Parents.OfType<CliCommand>().Single().Subcommands).Name);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--client", "models")]
    [InlineData("--client", "daily", "weekly")]
    public void A_line_means_the_same_as_if_all_commands_were_made(params string[] args)
    {
        ParseResult line = CommandTree.Parse(args), full = CommandTree.Root.Parse(args);
        Assert.Equal(full.CommandResult.Command.Name, line.CommandResult.Command.Name);
        Assert.Equal(full.Errors.Select(error => error.Message), line.Errors.Select(error => error.Message));
        Assert.Equal(full.UnmatchedTokens, line.UnmatchedTokens);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("dayly")]
    public void Help_and_advice_know_every_command(params string[] args) =>
        Assert.Equal(CommandTree.Root, CommandTree.Parse(args).CommandResult.Command);
}
