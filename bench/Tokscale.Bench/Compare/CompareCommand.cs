using System.Text.Json;
using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Compare;

/// <summary>
/// <c>compare --corpus FOLDER --report FILE --ours BINARY [--wide BINARY] [--small-files FOLDER] [--ccusage BINARY] [--rust BINARY]
/// [--runs N] [--commit ID]</c>: does each piece of work in turn with the peer and writes the table of medians.
/// </summary>
public static class CompareCommand
{
    private const int RunsMin = 5;

    public static int Run(ReadOnlySpan<string> words)
    {
        var arguments = new Arguments(words, ["--corpus", "--small-files", "--report", "--ours", "--wide", "--ccusage", "--rust", "--runs", "--commit"]);
        string home = Path.GetFullPath(arguments.Needed("--corpus"));
        string? smallFiles = arguments.Text("--small-files") is { } folder ? Path.GetFullPath(folder) : null;
        string loadAverage = LoadAverage();
        CorpusTruth truth = CorpusTruth.Load(home);
        int runs = Math.Max(RunsMin, (int)arguments.Number("--runs", RunsMin));
        string ours = arguments.Needed("--ours");
        TruthCheck.Require(Contender.Ours(ours, home), home, truth);
        if (smallFiles is not null) TruthCheck.Require(Contender.Ours(ours, smallFiles), smallFiles, CorpusTruth.Load(smallFiles));

        var results = new List<Result>();
        foreach (Workload work in Workload.All(home, smallFiles, ours, arguments.Text("--wide"), arguments.Text("--ccusage"), arguments.Text("--rust")))
            results.AddRange(RunInTurn(work, runs));
        Contender.RemoveCaches(home);
        CorpusFacts facts = CorpusFacts.Of(home, truth);
        var report = new CompareReport(facts, BareRead.Measure(home, runs), loadAverage, arguments.Text("--commit") ?? "unknown", runs);
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
    private static List<Result> RunInTurn(Workload work, int runs)
    {
        Contender[] pair = work.Other is null ? [work.Ours] : [work.Ours, work.Other];
        var measured = pair.ToDictionary(contender => contender, _ => new List<Measurement>());
        var tokens = new Dictionary<Contender, long?>();
        foreach (Contender contender in pair)
        {
            contender.Run(work.Home, out byte[] output); // Also brings the logs into the page cache.
            tokens[contender] = TokensIn(output, contender);
        }
        for (int run = 1; run <= runs; run++)
        {
            foreach (Contender contender in pair) measured[contender].Add(contender.Run(work.Home, out _));
            Console.Error.WriteLine($"compare: {work.Title}, run {run} of {runs}");
        }
        return
        [
            .. pair.Select(contender => new Result(
                contender.Name,
                contender.Version(work.Home),
                work,
                Measurement.MedianOf(measured[contender], contender.PeakBytes(work.Home)),
                tokens[contender])),
        ];
    }

    private static long? TokensIn(byte[] output, Contender contender)
    {
        if (contender.TotalTokens is null) return null;
        using JsonDocument report = JsonDocument.Parse(output);
        return contender.TotalTokens(report.RootElement);
    }
}
