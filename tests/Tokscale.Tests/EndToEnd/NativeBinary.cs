using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>The published native binary, run as users run it.</summary>
internal static class NativeBinary
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>From <c>TOKSCALE_BINARY</c>, else where <c>scripts/publish</c> puts it; the test is skipped when there is none.</summary>
    public static string Path
    {
        get
        {
            string architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
            string system = OperatingSystem.IsMacOS() ? "osx" : "linux";
            string path = Environment.GetEnvironmentVariable("TOKSCALE_BINARY")
                ?? System.IO.Path.Join(Fixture.RepositoryFolder(), "artifacts", "publish", $"{system}-{architecture}", "tokscale");
            Assert.SkipUnless(File.Exists(path), $"there is no native binary at {path}; scripts/publish makes it");
            return path;
        }
    }

    /// <summary>Runs the binary with an environment of its own.</summary>
    /// <param name="home">HOME, which also holds the caches.</param>
    /// <param name="line">The command line, split at blanks.</param>
    /// <param name="variables">Further environment.</param>
    /// <param name="input">What is piped in.</param>
    public static Run Start(string home, string line, Dictionary<string, string>? variables = null, string input = "")
    {
        var start = new ProcessStartInfo(Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Finish(start, home, variables, input);
    }

    /// <summary>Runs a shell command in which <c>$T</c> is the binary.</summary>
    public static Run Shell(string home, string command)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", command]);
        return Finish(start, home, new Dictionary<string, string> { ["T"] = Path }, "");
    }

    private static Run Finish(ProcessStartInfo start, string home, Dictionary<string, string>? variables, string input)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach ((string name, string value) in variables ?? []) start.Environment[name] = value;
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment.TryAdd("TZ", "UTC");
        start.Environment.TryAdd("TOKSCALE_OFFLINE", "1");
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience)) process.Kill(entireProcessTree: true);
        return new Run(process.ExitCode, output.Result, error.Result);
    }

    public sealed record Run(int ExitCode, string Output, string Error);
}
