using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Tokscale.Bench.Compare;

/// <summary>Writes results as Markdown. Names no host, user or path.</summary>
/// <param name="corpus">What was counted.</param>
/// <param name="loadAverage">How busy the machine was before the first run: much above 0, wall times say little.</param>
/// <param name="commit">Of our binary.</param>
/// <param name="runs">Of each program.</param>
public sealed class CompareReport(CorpusFacts corpus, string loadAverage, string commit, int runs)
{
    private const double BytesPerMb = 1e6;

    public string Write(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Speed on {corpus.Bytes / BytesPerMb:F0} MB of logs

            * Corpus: {corpus.FileCount} files ({corpus.Sources}), {corpus.MessageCount} billed calls, {corpus.TotalTokens} tokens.
            * Machine: {Machine()}; load average at the start {loadAverage}
            * Commit: {commit}
            * Medians of {runs} runs, taken in turn with the peer's; page cache warm, no caches of earlier runs, no network.
            * CPU is user and system time of all threads. Ratios are the peer's figure divided by ours.

            | program | version | CPU s | wall s | peak MB | MB/s | tokens counted | CPU × | wall × | memory × |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (Result result in results) text.AppendLine(Row(result, results));
        return text.ToString();
    }

    private string Row(Result result, IReadOnlyList<Result> results)
    {
        Measurement own = result.Median;
        string measured = string.Create(CultureInfo.InvariantCulture, $"""
            | {result.Name} | {result.Version} | {own.Cpu.TotalSeconds:F3} | {own.Wall.TotalSeconds:F3} | {own.PeakBytes / BytesPerMb:F1} |
            """);
        long missedTokens = result.TotalTokens - corpus.TotalTokens;
        string counted = missedTokens == 0 ? "all" : missedTokens.ToString("+#;-#", CultureInfo.InvariantCulture);
        double megabytesPerSecond = corpus.Bytes / BytesPerMb / own.Wall.TotalSeconds;
        string ratios = Ratios(result, results.FirstOrDefault(other => other.Pairing == result.Pairing && other != result));
        return string.Create(CultureInfo.InvariantCulture, $"{measured} {megabytesPerSecond:F0} | {counted} | {ratios} |");
    }

    private static string Ratios(Result result, Result? other)
    {
        if (other is null) return "– | – | –";
        if (result.Name != result.Pairing) return "1 | 1 | 1";
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
