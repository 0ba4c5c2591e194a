using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Hosting;

/// <summary>From arguments to exit code.</summary>
internal sealed class Runner(CliHost host)
{
    public ExitCode Run(string[] args)
    {
        try
        {
            ParseResult line = CommandTree.Parse(args);
            var command = (CliCommand)line.CommandResult.Command;
            if (line.GetValue(CommandTree.Version)) return ProductVersion.Print(host.Output);
            LineErrors.ThrowIfUnknown(line, command, args);
            if (line.GetValue(CommandTree.Help) || (command.Run is null && line.Tokens.Count == 1)) return ShowHelp(command);
            LineErrors.ThrowIfWrong(line, command);
            return command.Run!(new CommandContext(line, host));
        }
        catch (UserError error)
        {
            host.Say($"Error: {error.Message}");
            return error.Kind is UserErrorKind.BadOption ? ExitCode.BadCommandLine : ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            host.Say("Error: the machine ran out of memory; narrow the report with --client or --since.");
            return ExitCode.Failed;
        }
    }

    private ExitCode ShowHelp(CliCommand command)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(HelpText.Of(command));
        return ReportOutput.TryWrite(host, text) ? ExitCode.Done : ExitCode.Failed;
    }
}
