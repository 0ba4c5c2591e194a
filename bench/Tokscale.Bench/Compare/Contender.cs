using System.Diagnostics;
using System.Text.Json;

namespace Tokscale.Bench.Compare;

/// <summary>A program doing one piece of work.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Binary">Path of the program.</param>
/// <param name="Arguments">What makes it do the work.</param>
/// <param name="TotalTokens">Finds the sum of all tokens in its JSON; null when the work gives none.</param>
public sealed record Contender(string Name, string Binary, IReadOnlyList<string> Arguments, Func<JsonElement, long>? TotalTokens)
{
    private const int MemoryRuns = 3;

    private static readonly string[] s_tokscaleCaches = [".config/tokscale", ".cache/tokscale"];

    /// <summary>What is done to the home before each run, and not measured.</summary>
    public Action<string> Prepare { get; init; } = static _ => { };

    /// <summary>Us, without our cache.</summary>
    public static Contender Ours(string binary, string home) =>
        Warm(binary, home) with { Name = "tokscale (this)", Arguments = ["models", "--json", "--home", home, "--offline", "--no-cache"], Prepare = RemoveCaches };

    /// <summary>Us, remembering what is read for the next run.</summary>
    public static Contender First(string binary, string home) =>
        Warm(binary, home) with { Name = "tokscale (this), writes its cache", Prepare = RemoveCaches };

    /// <summary>Us, with what we remember of the last run.</summary>
    public static Contender Warm(string binary, string home) => new(
        "tokscale (this), cache", binary, ["models", "--json", "--home", home, "--offline"], SumOfEntries);

    /// <summary>Us, in a prompt.</summary>
    public static Contender Statusline(string binary, string home) => new(
        "tokscale (this) statusline", binary, ["statusline", "--home", home, "--offline"], null);

    /// <summary>Us, only starting.</summary>
    public static Contender VersionOf(string binary) => new("tokscale (this) --version", binary, ["--version"], null);

    public static Contender Ccusage(string binary) => new(
        "ccusage", binary, ["daily", "--json", "--offline"],
        static report => report.GetProperty("totals").GetProperty("totalTokens").GetInt64());

    /// <summary>The original, from a state as after its installation.</summary>
    public static Contender TokscaleInRust(string binary, string home)
    {
        var contender = new Contender("tokscale (Rust)", binary, ["models", "--json", "--home", home, "--no-spinner"], SumOfEntries);
        return contender with { Prepare = RemoveCaches };
    }

    /// <summary>The original with its cache, and with prices that it takes for fresh, so that it asks no network.</summary>
    public static Contender WarmTokscaleInRust(string binary, string home) =>
        TokscaleInRust(binary, home) with { Name = "tokscale (Rust), cache", Prepare = LayFreshPrices };

    /// <summary>What it calls itself.</summary>
    public string Version(string home)
    {
        ChildRun.Measure(StartInfo(home, ["--version"]), out byte[] output);
        return System.Text.Encoding.UTF8.GetString(output).Trim().Split(' ')[^1];
    }

    /// <summary>Does the work once.</summary>
    public Measurement Run(string home, out byte[] output)
    {
        Prepare(home);
        return ChildRun.Measure(StartInfo(home, Arguments), out output);
    }

    /// <summary>Does the work a few times and tells the most resident memory; 0 where the system does not tell.</summary>
    public long PeakBytes(string home) => Enumerable.Range(0, MemoryRuns).Max(_ =>
    {
        Prepare(home);
        return ChildRun.PeakBytes(StartInfo(home, Arguments));
    });

    /// <summary>Removes what programs remember below a home.</summary>
    public static void RemoveCaches(string home)
    {
        foreach (string folder in s_tokscaleCaches)
        {
            string path = Path.Join(home, folder);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
    }

    private static void LayFreshPrices(string home)
    {
        string folder = Path.Join(home, ".config/tokscale/cache");
        Directory.CreateDirectory(folder);
        const string Prices = """{"claude-sonnet-4-5":{"input_cost_per_token":3e-6,"output_cost_per_token":1.5e-5}}""";
        string text = $$"""{"timestamp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}},"data":{{Prices}}}""";
        foreach (string list in (string[])["litellm", "openrouter", "models-dev"]) File.WriteAllText(Path.Join(folder, $"pricing-{list}.json"), text);
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
