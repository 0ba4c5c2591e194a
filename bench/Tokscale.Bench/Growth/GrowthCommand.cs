using System.Globalization;
using System.Text;
using Tokscale.Bench.Compare;
using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Growth;

/// <summary>
/// <c>growth --ours BINARY --folder FOLDER --report FILE.md [--runs N] [--mb 10,100,1000] [--files 100,1000,10000]</c>: how time and
/// memory grow with bytes and with files; writes a table and two plots beside it.
/// </summary>
public static class GrowthCommand
{
    private const double BytesPerMb = 1e6;
    private const double MsPerSecond = 1000;

    /// <summary>Mean size of a message file of the corpus.</summary>
    private const double SmallFileMb = 0.000521;

    public static int Run(ReadOnlySpan<string> words)
    {
        var arguments = new Arguments(words, ["--ours", "--folder", "--report", "--runs", "--mb", "--files"]);
        string ours = arguments.Needed("--ours"), folder = Path.GetFullPath(arguments.Needed("--folder")), report = arguments.Needed("--report");
        int runs = (int)arguments.Number("--runs", 3);
        GrowthPoint[] byBytes = [.. ListOf(arguments, "--mb", "10,100,1000").Select(mb => Measure(ours, CorpusOf(folder, mb, CorpusPlan.UsualShares), runs))];
        var messages = new Dictionary<string, double> { ["opencode"] = 1 };
        GrowthPoint[] byFiles = [.. ListOf(arguments, "--files", "100,1000,10000").Select(count => Measure(ours, CorpusOf(folder, count * SmallFileMb, messages), runs))];
        string name = Path.ChangeExtension(report, null);
        File.WriteAllText(name + "-bytes.svg", Chart("Time by size of logs", "MB", point => point.Bytes / BytesPerMb, byBytes));
        File.WriteAllText(name + "-files.svg", Chart("Time by number of small files", "files", point => point.FileCount, byFiles));
        string text = TableOf(byBytes, byFiles, Path.GetFileName(name), runs);
        File.WriteAllText(report, text);
        Console.Write(text);
        return 0;
    }

    private static IEnumerable<double> ListOf(Arguments arguments, string option, string otherwise) =>
        (arguments.Text(option) ?? otherwise).Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture));

    private static string CorpusOf(string folder, double mb, IReadOnlyDictionary<string, double> shares)
    {
        string kind = shares.Count == 1 ? "small" : "mixed";
        string home = Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"growth-{kind}-{mb}"));
        if (File.Exists(Path.Join(home, CorpusTruth.FileName))) return home;
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        Console.Error.WriteLine($"growth: making {home}");
        new CorpusPlan((long)(mb * BytesPerMb), 7, shares).Make(home);
        Thread.Sleep(2500); // Times younger than two seconds are not trusted.
        return home;
    }

    private static GrowthPoint Measure(string ours, string home, int runs)
    {
        var truth = CorpusTruth.Load(home);
        TruthCheck.Require(Contender.Ours(ours, home), home, truth);
        CorpusFacts facts = CorpusFacts.Of(home, truth);
        Measurement cold = Median(Contender.Ours(ours, home), home, runs), warm = Median(Contender.Warm(ours, home), home, runs);
        Contender.RemoveCaches(home);
        return new GrowthPoint(facts.FileCount, facts.Bytes, cold, warm);
    }

    private static Measurement Median(Contender contender, string home, int runs)
    {
        contender.Run(home, out _);
        Measurement[] measured = [.. Enumerable.Range(0, runs).Select(_ => contender.Run(home, out byte[] _))];
        return Measurement.MedianOf(measured, contender.PeakBytes(home));
    }

    private static string Chart(string title, string unit, Func<GrowthPoint, double> sizeOf, GrowthPoint[] points) => GrowthChart.Draw(
        title, unit, "CPU ms",
        [
            ("no cache", [.. points.Select(point => (sizeOf(point), point.Cold.Cpu.TotalMilliseconds))]),
            ("unchanged since the last run", [.. points.Select(point => (sizeOf(point), point.Warm.Cpu.TotalMilliseconds))]),
        ]);

    private static string TableOf(GrowthPoint[] byBytes, GrowthPoint[] byFiles, string name, int runs)
    {
        var text = new StringBuilder($"""
            # How time and memory grow

            Medians of {runs} runs, page cache warm. Cold: no cache; warm: nothing changed since the last run.

            ![Time by size]({name}-bytes.svg)
            ![Time by files]({name}-files.svg)

            | files | MB | cold CPU ms | cold wall ms | cold peak MB | warm CPU ms | warm wall ms | warm peak MB |
            |---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (GrowthPoint point in byBytes.Concat(byFiles))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {point.FileCount} | {point.Bytes / BytesPerMb:F1} |");
            text.Append(Cells(point.Cold)).Append(Cells(point.Warm)).Append('\n');
        }
        return text.ToString();
    }

    private static string Cells(Measurement measured) => string.Create(
        CultureInfo.InvariantCulture,
        $" {measured.Cpu.TotalSeconds * MsPerSecond:F0} | {measured.Wall.TotalSeconds * MsPerSecond:F0} | {measured.PeakBytes / BytesPerMb:F0} |");
}
