using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Tokscale.Bench.Compare;

/// <summary>Writes results as Markdown. Names no host, user or path.</summary>
/// <param name="corpus">What was counted.</param>
/// <param name="bare">Seconds that the machine needs to read the corpus, and to read it and look for line ends, on one thread.</param>
/// <param name="loadAverage">How busy the machine was before the first run: much above 0, wall times say little.</param>
/// <param name="commit">Of our binary.</param>
/// <param name="runs">Of each program.</param>
public sealed class CompareReport(CorpusFacts corpus, (double ReadSeconds, double SearchSeconds) bare, string loadAverage, string commit, int runs)
{
    private const double BytesPerMb = 1e6;
    private const double MsPerSecond = 1000;

    public string Write(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Speed on {corpus.Bytes / BytesPerMb:F0} MB of logs

            * Corpus: {corpus.FileCount} files ({corpus.Sources}), {corpus.MessageCount} billed calls, {corpus.TotalTokens} tokens.
            * Machine: {Machine()}; load average at the start {loadAverage}
            * Commit: {commit}
            * Medians of {runs} runs, taken in turn with the other program's; page cache warm, no network. Memory: most of three further runs.
            * CPU is user and system time of all threads. Ratios are the other program's figure divided by ours.
            * The limit: reading the same files in blocks takes {bare.ReadSeconds:F2} s of one thread, finding their line ends too {bare.SearchSeconds:F2} s.

            | work | program | version | CPU ms | wall ms | peak MB | tokens counted | CPU × | wall × | memory × |
            |---|---|---|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (Result result in results) text.AppendLine(Row(result, results));
        return text.ToString();
    }

    private static string Row(Result result, IReadOnlyList<Result> results)
    {
        Measurement own = result.Median;
        Result? other = results.FirstOrDefault(candidate => candidate.Work == result.Work && candidate != result);
        string counted = (result.TotalTokens, other?.TotalTokens) switch
        {
            (null, _) => "–",
            ({ } tokens, { } others) when tokens != others && !result.IsOurs => (tokens - others).ToString("+#;-#", CultureInfo.InvariantCulture),
            _ => "all",
        };
        return string.Create(CultureInfo.InvariantCulture, $"""
            | {result.Work.Title} | {result.Name} | {result.Version} | {own.Cpu.TotalSeconds * MsPerSecond:F0} | {own.Wall.TotalSeconds * MsPerSecond:F0} | {own.PeakBytes / BytesPerMb:F1} | {counted} | {Ratios(result, other)} |
            """);
    }

    private static string Ratios(Result result, Result? other)
    {
        if (other is null) return "– | – | –";
        if (result.IsOurs) return "1 | 1 | 1";
        Measurement own = result.Median, ours = other.Median;
        double memory = ours.PeakBytes == 0 ? double.NaN : (double)own.PeakBytes / ours.PeakBytes;
        return string.Create(CultureInfo.InvariantCulture, $"{own.Cpu / ours.Cpu:F1} | {own.Wall / ours.Wall:F1} | {memory:F1}");
    }

    private static string Machine()
    {
        string memory = string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB");
        string system = OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : "Windows";
        string architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        return $"{Environment.ProcessorCount} × {ProcessorName()}, {memory}, {system} {architecture}";
    }

    private static string ProcessorName()
    {
        const string Facts = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(Facts) ? File.ReadLines(Facts) : [];
        string? line = lines.FirstOrDefault(fact => fact.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown processor" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
