using System.CommandLine;
using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Completion scripts, made from the declarations of commands and options.</summary>
internal static class CompletionsCommand
{
    private static readonly Argument<string> s_shell = new("shell")
    {
        HelpName = "SHELL",
        Description = "bash, zsh, fish or powershell",
        Arity = ArgumentArity.ExactlyOne,
    };

    public static CliCommand Create()
    {
        var command = new CliCommand("completions", "Print a completion script for a shell")
        {
            Run = Run,
            Examples =
            [
                ("tokscale completions bash > ~/.local/share/bash-completion/completions/tokscale", "bash"),
                ("tokscale completions fish > ~/.config/fish/completions/tokscale.fish", "fish"),
            ],
        };
        command.Arguments.Add(s_shell);
        return command;
    }

    private static ExitCode Run(CommandContext context)
    {
        string script = context.Line.GetValue(s_shell)?.ToLowerInvariant() switch
        {
            "bash" => CompletionScripts.Bash(CommandTree.Root),
            "zsh" => CompletionScripts.Zsh(CommandTree.Root),
            "fish" => CompletionScripts.Fish(CommandTree.Root),
            "powershell" => CompletionScripts.PowerShell(CommandTree.Root),
            var other => throw UserError.InOption($"there is no completion for '{other}'; choose bash, zsh, fish or powershell."),
        };
        return ReportOutput.TryWrite(context.Host, Encoding.UTF8.GetBytes(script)) ? ExitCode.Done : ExitCode.Failed;
    }
}
