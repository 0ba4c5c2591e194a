using System.Diagnostics;
using System.Text.Json;

namespace Tokscale.Bench.Compare;

/// <summary>A program that counts the corpus.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Binary">Path of the program.</param>
/// <param name="Arguments">What makes it count everything and print JSON.</param>
/// <param name="CacheFolders">Folders below the home where it remembers files between runs; removed before each run.</param>
/// <param name="TotalTokens">Finds the sum of all tokens in its JSON.</param>
public sealed record Contender(
    string Name, string Binary, IReadOnlyList<string> Arguments, IReadOnlyList<string> CacheFolders, Func<JsonElement, long> TotalTokens)
{
    private static readonly string[] s_tokscaleCaches = [".config/tokscale", ".cache/tokscale"];

    public static Contender Ours(string binary, string home) => new(
        "tokscale (this)", binary, ["models", "--json", "--home", home, "--offline", "--no-cache"], s_tokscaleCaches, SumOfEntries);

    public static Contender Ccusage(string binary) => new(
        "ccusage", binary, ["daily", "--json", "--offline"], [],
        static report => report.GetProperty("totals").GetProperty("totalTokens").GetInt64());

    public static Contender TokscaleInRust(string binary, string home) => new(
        "tokscale (Rust)", binary, ["models", "--json", "--home", home, "--no-spinner"],
        s_tokscaleCaches, SumOfEntries);

    /// <summary>What it calls itself.</summary>
    public string Version(string home)
    {
        ChildRun.Measure(StartInfo(home, ["--version"]), out byte[] output);
        return System.Text.Encoding.UTF8.GetString(output).Trim().Split(' ')[^1];
    }

    /// <summary>Counts the corpus once, from a state as after the first installation.</summary>
    public Measurement Run(string home, out byte[] json)
    {
        foreach (string folder in CacheFolders)
        {
            string path = Path.Join(home, folder);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        return ChildRun.Measure(StartInfo(home, Arguments), out json);
    }

    private ProcessStartInfo StartInfo(string home, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Binary, arguments) { WorkingDirectory = home };
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["TZ"] = "UTC";
        // Nobody may wait for the network: a proxy that refuses at once.
        start.Environment["HTTPS_PROXY"] = start.Environment["HTTP_PROXY"] = "http://127.0.0.1:9";
        return start;
    }

    private static long SumOfEntries(JsonElement report) =>
        report.GetProperty("entries").EnumerateArray().Sum(entry => Corpus.CorpusTruth.TokensOf(entry).Total);
}
