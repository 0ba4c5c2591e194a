using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tokscale.Bench.Compare;

namespace Tokscale.Bench.PriceLoading;

/// <summary>
/// <c>prices --ours BINARY [--lists FOLDER] [--runs N]</c>: what loading prices adds to a report. Built-in prices are the measure;
/// a cold start fetches the lists from a server on this machine that answers after 5 ms, a cached start reads them from disk.
/// </summary>
public static class PricesCommand
{
    private const int RunsMin = 11;

    private static readonly TimeSpan s_serverDelay = TimeSpan.FromMilliseconds(5);

    // As logged by agents: exact keys, other spellings, other names, models that only one list has, and one that none has.
    private static readonly string[] s_models =
        ["claude-opus-4-5-20251101", "claude-4.5-sonnet", "gpt-5.2-high", "gemini-3-flash", "glm-4.7-free", "qwen3-coder", "no-such-model"];

    public static int Run(ReadOnlySpan<string> words)
    {
        var arguments = new Arguments(words, ["--ours", "--lists", "--runs"]);
        string binary = Path.GetFullPath(arguments.Needed("--ours"));
        int runs = Math.Max(RunsMin, (int)arguments.Number("--runs", RunsMin));
        Dictionary<string, byte[]> lists = arguments.Text("--lists") is { } folder ? ListDocuments.Load(folder) : ListDocuments.Make();
        DirectoryInfo home = Directory.CreateTempSubdirectory("tokscale-bench-");
        try
        {
            using var server = new ListServer(lists, s_serverDelay);
            LayLog(home.FullName);
            Console.WriteLine($"lists of {string.Join(", ", lists.Select(list => $"{list.Value.Length / 1000:N0} kB"))}; medians of {runs} runs");
            Report(binary, home.FullName, server.Url, runs);
            return 0;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    // In turn, so that a machine that slows down meanwhile slows all of them down.
    private static void Report(string binary, string home, string url, int runs)
    {
        List<Measurement> embedded = [], cold = [], cached = [];
        for (int run = 0; run < runs; run++)
        {
            Forget(home);
            embedded.Add(Measure(binary, home, url, "--offline"));
            cold.Add(Measure(binary, home, url, "--no-cache"));
            if (!File.Exists(Path.Join(CacheOf(home), "pricing-litellm.json"))) throw new UsageError("the lists were not fetched");
            cached.Add(Measure(binary, home, url, "--no-cache"));
        }
        Measurement least = Measurement.MedianOf(embedded);
        Write("built-in prices", least, least);
        Write("cold start", Measurement.MedianOf(cold), least);
        Write("cached start", Measurement.MedianOf(cached), least);
    }

    private static void Write(string name, Measurement measured, Measurement least) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-16} wall {measured.Wall.TotalMilliseconds,6:0.0} ms ({(measured.Wall - least.Wall).TotalMilliseconds:+0.0;-0.0;0}), "
        + $"CPU {measured.Cpu.TotalMilliseconds,6:0.0} ms ({(measured.Cpu - least.Cpu).TotalMilliseconds:+0.0;-0.0;0})"));

    private static Measurement Measure(string binary, string home, string url, string option)
    {
        var start = new ProcessStartInfo(binary, ["models", "--json", option]);
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["XDG_CACHE_HOME"] = CacheRootOf(home);
        start.Environment["TOKSCALE_LITELLM_URL"] = url + "/litellm";
        start.Environment["TOKSCALE_OPENROUTER_URL"] = url + "/openrouter";
        start.Environment["TOKSCALE_MODELS_DEV_URL"] = url + "/models-dev";
        return ChildRun.Measure(start, out _);
    }

    private static void Forget(string home)
    {
        if (Directory.Exists(CacheRootOf(home))) Directory.Delete(CacheRootOf(home), recursive: true);
    }

    private static string CacheRootOf(string home) => Path.Join(home, "cache");

    private static string CacheOf(string home) => Path.Join(CacheRootOf(home), "tokscale");

    private static void LayLog(string home)
    {
        var log = new StringBuilder();
        for (int i = 0; i < s_models.Length; i++)
            log.Append(CultureInfo.InvariantCulture, $$$"""
                {"type":"assistant","sessionId":"s","cwd":"/work","timestamp":"2026-05-01T10:00:0{{{i}}}Z","requestId":"r{{{i}}}","message":{"id":"m{{{i}}}","model":"{{{s_models[i]}}}","role":"assistant","usage":{"input_tokens":1000,"output_tokens":100} } }

                """);
        string folder = Directory.CreateDirectory(Path.Join(home, ".claude", "projects", "-work")).FullName;
        File.WriteAllText(Path.Join(folder, "s.jsonl"), log.ToString());
    }
}
