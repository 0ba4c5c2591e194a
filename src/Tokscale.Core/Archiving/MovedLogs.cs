using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Archived logs whose calls stand in another file too: the log was moved or renamed, or several machines share it. Rules for
/// copies see that by the keys of calls, but not where there are none, or where they were made from the path.
/// </summary>
internal sealed class MovedLogs
{
    /// <summary>The key of each call that is in a file which counts, by the call's fingerprint.</summary>
    private readonly Dictionary<ulong, UInt128> _known = [];
    private readonly bool _isWhole;

    private MovedLogs(bool isWhole) => _isWhole = isWhole;

    /// <summary>Leaves out files all of whose calls are in others, and single calls that are known under another key.</summary>
    /// <param name="archived">Files from the archive that are not on this disk.</param>
    /// <param name="live">Files that are.</param>
    /// <param name="isWhole">The rows of a file belong together: files are left out as a whole or not at all.</param>
    public static List<FileUsage> LeftOut(List<FileUsage> archived, IReadOnlyList<FileUsage> live, bool isWhole)
    {
        var logs = new MovedLogs(isWhole);
        (long firstMs, long lastMs) = SpanOf(archived);
        foreach (FileUsage file in live) logs.Learn(file, firstMs, lastMs);
        var kept = new List<FileUsage>(archived.Count);
        // Of two archived files the one that goes further stays.
        foreach (FileUsage file in archived.OrderByDescending(file => file.Rows.Length))
        {
            if (logs.Remaining(file) is not { } rest) continue;
            kept.Add(rest);
            logs.Learn(rest, firstMs, lastMs);
        }
        return kept;
    }

    private static (long FirstMs, long LastMs) SpanOf(List<FileUsage> files)
    {
        long firstMs = long.MaxValue, lastMs = long.MinValue;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                firstMs = Math.Min(firstMs, row.Event.TimestampMs);
                lastMs = Math.Max(lastMs, row.Event.TimestampMs);
            }
        }
        return (firstMs, lastMs);
    }

    private void Learn(FileUsage file, long firstMs, long lastMs)
    {
        foreach (ref readonly UsageRow row in file.Rows)
        {
            bool isInSpan = row.Event.TimestampMs >= firstMs && row.Event.TimestampMs <= lastMs;
            if (isInSpan && CallFingerprint.Of(row) is { } call) _known.TryAdd(call, row.Key);
        }
    }

    /// <returns>The file, or what of it is not known yet; null when that is nothing.</returns>
    private FileUsage? Remaining(FileUsage file)
    {
        ReadOnlySpan<UsageRow> rows = file.Rows;
        int callCount = 0, knownCount = 0, renamedCount = 0;
        foreach (ref readonly UsageRow row in rows)
        {
            if (CallFingerprint.Of(row) is not { } call) continue;
            callCount++;
            if (!_known.TryGetValue(call, out UInt128 key)) continue;
            knownCount++;
            if (IsRenamed(row, key)) renamedCount++;
        }
        if (callCount > 0 && callCount == knownCount) return null;
        if (renamedCount == 0 || _isWhole) return file;
        var rest = new List<UsageRow>(rows.Length - renamedCount);
        foreach (ref readonly UsageRow row in rows)
        {
            bool isRenamed = CallFingerprint.Of(row) is { } call && _known.TryGetValue(call, out UInt128 key) && IsRenamed(row, key);
            if (!isRenamed) rest.Add(row);
        }
        return file.WithRows([.. rest]);
    }

    // Under the same key, the rule for copies sees both.
    private static bool IsRenamed(in UsageRow row, UInt128 key) => row.Key == 0 || row.Key != key;
}
