using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;

namespace Tokscale.Cli.Commands;

/// <summary>The manual page.</summary>
internal static class ManCommand
{
    public static CliCommand Create() =>
        new("man", "Print the manual page")
        {
            Run = static context => ReportOutput.TryWrite(context.Host, Encoding.UTF8.GetBytes(ManPage.Of(CommandTree.Root))) ? ExitCode.Done : ExitCode.Failed,
            Examples = [("tokscale man > ~/.local/share/man/man1/tokscale.1", "then man tokscale shows it")],
        };
}
