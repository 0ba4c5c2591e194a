using System.CommandLine;
using System.Diagnostics;
using Tokscale.Cli.CommandLine;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class ManPageTests
{
    private static readonly string s_page = CliRun.Of("/", "man").Output;

    [Fact]
    public void The_manual_names_every_command_and_option()
    {
        Assert.All(CommandTree.Root.Subcommands.SelectMany(WithSubcommands), command => Assert.Contains($".B {Escaped(command.Path)}", s_page));
        IEnumerable<Option> options = CommandTree.Root.Subcommands.SelectMany(WithSubcommands).SelectMany(command => command.Options);
        Assert.All(options.Where(option => !option.Hidden), option => Assert.Contains(Escaped(option.Name), s_page));
    }

    [Fact]
    public void The_manual_is_formatted_without_a_warning()
    {
        if (!File.Exists("/usr/bin/groff")) Assert.Skip("groff is not installed");
        using var home = new TemporaryFolder();
        string path = home.Write("tokscale.1", s_page);
        using Process groff = Process.Start(new ProcessStartInfo("groff", ["-man", "-Tutf8", "-ww", "-z", path]) { RedirectStandardError = true })!;
        Assert.Equal("", groff.StandardError.ReadToEnd());
        groff.WaitForExit();
        Assert.Equal(0, groff.ExitCode);
    }

    private static string Escaped(string text) => text.Replace("-", "\\-");

    private static IEnumerable<CliCommand> WithSubcommands(Command command) =>
        command.Subcommands.SelectMany(WithSubcommands).Prepend((CliCommand)command);
}
