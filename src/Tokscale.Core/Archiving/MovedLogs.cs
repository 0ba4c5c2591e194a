using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Archived logs whose calls stand in another file too: the log was moved or renamed, or several machines share it. Rules for
/// copies see that by the keys of calls, but not where there are none, or where they were made from the path, as for databases
/// without ids of their own. Only such logs are looked at here: to compare all calls of all logs would take longer than to read them.
/// </summary>
internal sealed class MovedLogs
{
    /// <summary>The key of each call that is in a file which counts, by the call's fingerprint.</summary>
    private readonly Dictionary<ulong, UInt128> _known = [];
    private readonly CallFingerprints _fingerprints = new();
    private readonly bool _isWhole;

    private MovedLogs(bool isWhole) => _isWhole = isWhole;

    /// <summary>Leaves out calls that others have under another key, or files all of whose calls others have.</summary>
    /// <param name="archived">Files from the archive that are not on this disk.</param>
    /// <param name="live">Files that are.</param>
    /// <param name="isWhole">The rows of a file belong together: files are left out as a whole or not at all.</param>
    public static List<FileUsage> LeftOut(List<GoneLog> archived, IReadOnlyList<FileUsage> live, bool isWhole)
    {
        ILookup<bool, FileUsage> byDoubt =
            archived.ToLookup(log => isWhole || log.IsDatabase || HasRowsWithoutKey(log.Usage), log => log.Usage);
        List<FileUsage> kept = [.. byDoubt[false]];
        if (kept.Count == archived.Count) return kept;
        var logs = new MovedLogs(isWhole);
        RowSpan span = default;
        foreach (FileUsage file in byDoubt[true]) span.Add(file.Rows);
        foreach (FileUsage file in live.Concat(byDoubt[false])) logs.Learn(file, span);
        // Of two archived files the one that goes further stays.
        foreach (FileUsage file in byDoubt[true].OrderByDescending(file => file.Rows.Length))
        {
            if (logs.Remaining(file) is not { } rest) continue;
            kept.Add(rest);
            logs.Learn(file, span);
        }
        return kept;
    }

    private static bool HasRowsWithoutKey(FileUsage file)
    {
        foreach (ref readonly UsageRow row in file.Rows)
            if (row.Key == 0) return true;
        return false;
    }

    private void Learn(FileUsage file, in RowSpan span)
    {
        RowSpan own = default;
        own.Add(file.Rows);
        if (own.FirstMs > span.LastMs || own.LastMs < span.FirstMs) return;
        _fingerprints.StartFile();
        foreach (ref readonly UsageRow row in file.Rows)
            if (_fingerprints.Next(row) is { } call) _known.TryAdd(call, row.Key);
    }

    /// <returns>The file, or what of it is not known yet; null when that is nothing.</returns>
    private FileUsage? Remaining(FileUsage file)
    {
        UsageRow[] rows = file.Rows.ToArray();
        int callCount = 0, knownCount = 0;
        List<int>? renamed = null;
        _fingerprints.StartFile();
        for (int index = 0; index < rows.Length; index++)
        {
            if (_fingerprints.Next(rows[index]) is not { } call) continue;
            callCount++;
            if (!_known.TryGetValue(call, out UInt128 key)) continue;
            knownCount++;
            // Under the same key, the rule for copies sees both.
            bool isRenamed = rows[index].Key == 0 || rows[index].Key != key;
            if (isRenamed) (renamed ??= []).Add(index);
        }
        if (_isWhole) return callCount > 0 && callCount == knownCount ? null : file;
        return renamed is null ? file : file.WithRows(Without(rows, renamed));
    }

    private static UsageRow[] Without(ReadOnlySpan<UsageRow> rows, List<int> places)
    {
        var rest = new List<UsageRow>(rows.Length - places.Count);
        int next = 0;
        for (int index = 0; index < rows.Length; index++)
        {
            if (next < places.Count && places[next] == index) next++;
            else rest.Add(rows[index]);
        }
        return [.. rest];
    }
}
