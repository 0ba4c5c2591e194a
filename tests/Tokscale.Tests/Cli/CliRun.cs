using System.Text;
using Tokscale.Cli;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Files;

namespace Tokscale.Tests.Cli;

/// <summary>Runs the program in this process, with streams, clock and environment of the test's own.</summary>
internal sealed record CliRun(ExitCode ExitCode, string Output, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 5, 2, 12, 0, 0, TimeSpan.Zero);

    /// <param name="home">The user's home.</param>
    /// <param name="args">The command line.</param>
    /// <param name="width">Width of the terminal; null for a pipe.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="homeVariables">The environment that places and prices depend on; null to be offline.</param>
    /// <param name="input">What is piped in; null for nothing.</param>
    /// <param name="isErrorTerminal">Messages go to a terminal.</param>
    /// <param name="askSecret">Answers on the terminal what must not be shown.</param>
    /// <param name="now">What the clock says; null for <see cref="Now"/>.</param>
    public static CliRun Of(
        string home, IEnumerable<string> args, int? width = null, Dictionary<string, string>? variables = null,
        Dictionary<string, string>? homeVariables = null, byte[]? input = null, bool isErrorTerminal = false,
        Func<string, string?>? askSecret = null, DateTimeOffset? now = null)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var host = new CliHost
        {
            Output = output,
            Error = error,
            Input = input is null ? null : new MemoryStream(input),
            AskSecret = askSecret,
            IsErrorTerminal = isErrorTerminal,
            TerminalWidth = width,
            Clock = new FixedClock(now ?? Now),
            Variable = name => variables?.GetValueOrDefault(name),
            UserHome = HomeDirectory.At(home, homeVariables ?? new Dictionary<string, string> { ["TOKSCALE_OFFLINE"] = "1" }),
        };
        ExitCode exitCode = new Runner(host).Run([.. args]);
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Splits a command line at blanks.</summary>
    public static CliRun Of(string home, string line, int? width = null) =>
        Of(home, line.Split(' ', StringSplitOptions.RemoveEmptyEntries), width);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
