using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>
/// Decides which rows of a source are copies of one billed call, over all its files, and which copy counts.
/// </summary>
public abstract class DuplicateRule
{
    /// <summary>Of rows with one key the first counts: earliest file in path order, then earliest in the file.</summary>
    public static DuplicateRule EarliestCopy { get; } = new KeyedDuplicateRule(KeyedDuplicateRule.FirstCopy);

    /// <summary>
    /// Of rows with one key the highest rank counts, and among equals the later one; time, session, project and agent are
    /// those of the earliest copy, so that a later snapshot or copy cannot move a call to another day.
    /// </summary>
    public static DuplicateRule HighestRank { get; } = new KeyedDuplicateRule(KeyedDuplicateRule.HighestRankCopy);

    /// <summary>Of rows with one key the one with the highest rank counts whole, and among equals the later one.</summary>
    public static DuplicateRule BestCopy { get; } = new KeyedDuplicateRule(KeyedDuplicateRule.BestCopyWhole);

    /// <summary>
    /// The rows of a file belong together, so that rows of an older state of the file mean nothing beside those of a newer one.
    /// </summary>
    public virtual bool CountsFilesWhole => false;

    /// <summary>Appends each billed call once, in a stable order.</summary>
    /// <param name="files">All files of the source, by path.</param>
    /// <param name="events">Where the calls go.</param>
    /// <returns>How many rows were dropped as copies.</returns>
    public abstract int Resolve(IReadOnlyList<FileUsage> files, EventPacker events);

    /// <summary>Says whether a row is told by something else that counts.</summary>
    protected delegate bool IsToldElsewhere(FileUsage file, in UsageRow row);

    /// <summary>Appends the first of rows with one key, and rows without one, but for those that are told elsewhere.</summary>
    /// <param name="files">In the order in which they count.</param>
    /// <param name="keys">Keys of calls that were appended before; gets those of these.</param>
    /// <param name="isTold">Which rows are left out.</param>
    /// <param name="events">Where the calls go.</param>
    /// <returns>How many rows were dropped.</returns>
    protected static int AddFirstCopies(IEnumerable<FileUsage> files, HashSet<UInt128> keys, IsToldElsewhere isTold, EventPacker events)
    {
        int dropped = 0;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (isTold(file, row) || (row.Key != 0 && !keys.Add(row.Key))) dropped++;
                else events.Add(row.Event);
            }
        }
        return dropped;
    }
}
