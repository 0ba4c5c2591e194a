using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Compare;

/// <summary>What a report tells of its corpus.</summary>
public sealed record CorpusFacts(int FileCount, long Bytes, long TotalTokens, long MessageCount, string Sources)
{
    public static CorpusFacts Of(string home, CorpusTruth truth)
    {
        // The programs leave caches below the home. The truth was written last, so all logs are as old as it or older.
        DateTime madeUtc = File.GetLastWriteTimeUtc(Path.Join(home, CorpusTruth.FileName));
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        FileInfo[] logs = [.. new DirectoryInfo(home).GetFiles("*", all).Where(file => IsLog(file, madeUtc))];
        string sources = string.Join(", ", truth.Totals.Keys.Select(key => key.Source).Distinct());
        return new(logs.Length, logs.Sum(file => file.Length), truth.TotalTokens, truth.MessageCount, sources);
    }

    private static bool IsLog(FileInfo file, DateTime madeUtc) => file.LastWriteTimeUtc <= madeUtc && file.Name != CorpusTruth.FileName;
}
