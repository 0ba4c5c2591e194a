using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>
/// Snapshots and forks repeat messages of a history as they are. A saved stream tells of turns that the program's own histories tell
/// of too: it counts for those that they lack.
/// </summary>
internal sealed class MCodeCopies : DuplicateRule
{
    /// <summary>The row is of a saved stream.</summary>
    public const int StreamFlag = 1;

    /// <summary>What tells a turn in either kind of log, for <see cref="UsageRow.Link"/>.</summary>
    public static ulong LinkOf(string? session, string? turn) => Math.Max(1, (ulong)RowKey.Join(RowKey.Of(session), RowKey.Of(turn)));

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        FileUsage[] histories = [.. files.Where(file => !IsStream(file))];
        var turns = new HashSet<ulong>();
        foreach (FileUsage history in histories)
        {
            foreach (ref readonly UsageRow row in history.Rows) turns.Add(row.Link);
        }
        bool IsInHistory(FileUsage stream, in UsageRow row) => turns.Contains(row.Link);
        return HighestRank.Resolve(histories, events) + AddFirstCopies(files.Where(IsStream), [], IsInHistory, events);
    }

    private static bool IsStream(FileUsage file) => !file.Rows.IsEmpty && file.Rows.First.Flags == StreamFlag;
}
