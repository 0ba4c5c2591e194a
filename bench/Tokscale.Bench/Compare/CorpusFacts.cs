using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Compare;

/// <summary>What a report tells of its corpus.</summary>
public sealed record CorpusFacts(int FileCount, long Bytes, long TotalTokens, long MessageCount, string Sources)
{
    public static CorpusFacts Of(string home, CorpusTruth truth)
    {
        // The peers keep caches below the home; a corpus has only what the truth knows of, and its own file.
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        string[] logs = [.. Directory.GetFiles(home, "*", all).Where(IsLog)];
        string sources = string.Join(", ", truth.Totals.Keys.Select(key => key.Source).Distinct());
        return new(logs.Length, logs.Sum(path => new FileInfo(path).Length), truth.TotalTokens, truth.MessageCount, sources);
    }

    private static bool IsLog(string path) =>
        !path.Contains("/tokscale/", StringComparison.Ordinal) && Path.GetFileName(path) != CorpusTruth.FileName;
}
