using System.Text.Json;
using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Compare;

/// <summary>
/// <c>compare --corpus FOLDER --report FILE [--ours BINARY] [--ccusage BINARY] [--rust BINARY] [--runs N] [--commit ID]</c>:
/// runs us and each peer in turn on a corpus and writes the table of medians.
/// </summary>
public static class CompareCommand
{
    private const int RunsMin = 5;

    public static int Run(ReadOnlySpan<string> words)
    {
        var arguments = new Arguments(words, ["--corpus", "--report", "--ours", "--ccusage", "--rust", "--runs", "--commit"]);
        string home = Path.GetFullPath(arguments.Needed("--corpus"));
        string loadAverage = LoadAverage();
        CorpusTruth truth = CorpusTruth.Load(home);
        int runs = Math.Max(RunsMin, (int)arguments.Number("--runs", RunsMin));
        Contender? ours = arguments.Text("--ours") is { } own ? Contender.Ours(own, home) : null;
        List<Contender> peers = [];
        if (arguments.Text("--ccusage") is { } ccusage) peers.Add(Contender.Ccusage(ccusage));
        if (arguments.Text("--rust") is { } rust) peers.Add(Contender.TokscaleInRust(rust, home));
        if (ours is not null) TruthCheck.Require(ours, home, truth);

        var results = new List<Result>();
        foreach (Contender peer in peers) results.AddRange(RunPaired(ours, peer, home, runs));
        if (ours is not null && peers.Count == 0) results.AddRange(RunPaired(null, ours, home, runs));
        var report = new CompareReport(CorpusFacts.Of(home, truth), loadAverage, arguments.Text("--commit") ?? "unknown", runs);
        string text = report.Write(results);
        File.WriteAllText(arguments.Needed("--report"), text);
        Console.Write(text);
        return 0;
    }

    private static string LoadAverage()
    {
        const string Averages = "/proc/loadavg";
        return File.Exists(Averages) ? File.ReadAllText(Averages).Split(' ')[0] : "unknown";
    }

    /// <summary>Alternates, so that a machine that slows down meanwhile slows both down.</summary>
    private static IEnumerable<Result> RunPaired(Contender? ours, Contender peer, string home, int runs)
    {
        Contender[] pair = ours is null ? [peer] : [ours, peer];
        var measured = pair.ToDictionary(contender => contender, _ => new List<Measurement>());
        var tokens = new Dictionary<Contender, long>();
        foreach (Contender contender in pair)
        {
            contender.Run(home, out byte[] json); // Also brings the corpus into the page cache.
            using JsonDocument report = JsonDocument.Parse(json);
            tokens[contender] = contender.TotalTokens(report.RootElement);
        }
        for (int run = 1; run <= runs; run++)
        {
            foreach (Contender contender in pair) measured[contender].Add(contender.Run(home, out _));
            Console.Error.WriteLine($"compare: {peer.Name}, run {run} of {runs}");
        }
        return pair.Select(contender => new Result(
            contender.Name, contender.Version(home), peer.Name, Measurement.MedianOf(measured[contender]), tokens[contender])).ToArray();
    }
}
