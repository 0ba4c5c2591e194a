using System.Text;
using Tokscale.Core.Files;
using Tokscale.Terminal;

namespace Tokscale.Cli.Hosting;

/// <summary>The world around the program: streams, clock, environment. Tests make their own.</summary>
internal sealed class CliHost
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public required Stream Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>What is piped into the program; null when nothing is.</summary>
    public Stream? Input { get; init; }

    /// <summary>Asks a question on the terminal and does not show the answer, null when the user gives none. Null: no terminal.</summary>
    public Func<string, string?>? AskSecret { get; init; }

    /// <summary>Width of the terminal that the output goes to; null when it goes elsewhere.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Messages go to a terminal.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>What people call this machine; empty when it has no name.</summary>
    public string MachineName { get; init; } = "";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The user's home; null when the system does not tell one.</summary>
    public HomeDirectory? UserHome { get; init; }

    public static CliHost OfProcess()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        var error = new StreamWriter(DescriptorStream.Open(StandardStreams.Error), s_utf8) { AutoFlush = true };
        return new CliHost
        {
            Input = Console.IsInputRedirected ? Console.OpenStandardInput() : null,
            Output = DescriptorStream.Open(StandardStreams.Output),
            Error = error,
            AskSecret = Console.IsInputRedirected ? null : question => SecretPrompt.Ask(error, question),
            TerminalWidth = isTerminal ? TerminalSize.Width() : null,
            IsErrorTerminal = !Console.IsErrorRedirected,
            MachineName = Environment.MachineName,
            Variable = Environment.GetEnvironmentVariable,
            UserHome = HomeDirectory.OfUser(),
        };
    }

    /// <summary>A line for people, beside the data. Text from files is made safe.</summary>
    public void Say(string message)
    {
        try
        {
            Error.WriteLine(SafeText.OfMessage(message));
        }
        catch (IOException)
        {
            // Nobody listens; the report itself is not affected.
        }
    }
}
