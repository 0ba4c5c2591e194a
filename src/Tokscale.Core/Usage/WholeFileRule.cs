using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>
/// For agents that rewrite a session's file whole: of files with the same <see cref="FileUsage.Session"/> one counts, the one
/// whose first row has the highest rank; among equals the one changed last, then the first by path.
/// </summary>
/// <param name="goesOn">
/// Tells whether the sums of a session, given first, began with those of the <see cref="FileUsage.ParentSession"/> that it was made from:
/// what it has beyond them counts. Null: every session begins at nothing.
/// </param>
public sealed class WholeFileRule(Func<FileUsage, FileUsage, bool>? goesOn = null) : DuplicateRule
{
    public override bool CountsFilesWhole => true;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var best = new Dictionary<NameId, FileUsage>(files.Count);
        foreach (FileUsage file in files)
        {
            if (file.Rows.IsEmpty || !file.Session.IsKnown) continue;
            if (!best.TryGetValue(file.Session, out FileUsage? other) || IsBetter(file, other)) best[file.Session] = file;
        }
        int dropped = 0;
        foreach (FileUsage file in files)
        {
            bool isCopy = !file.Rows.IsEmpty && file.Session.IsKnown && best[file.Session] != file;
            if (isCopy) dropped += file.Rows.Length;
            else if (goesOn is not null && StartOf(file, best) is { } start) dropped += AddBeyond(file.Rows, start, events);
            else events.Add(file.Rows);
        }
        return dropped;
    }

    private static bool IsBetter(FileUsage file, FileUsage other) =>
        (file.Rows.First.Rank, file.File.ModifiedMs).CompareTo((other.Rows.First.Rank, other.File.ModifiedMs)) > 0;

    /// <summary>The sums that a session began with; null for nothing.</summary>
    private UsageEvent? StartOf(FileUsage file, Dictionary<NameId, FileUsage> best)
    {
        if (file.Rows.IsEmpty || !file.ParentSession.IsKnown || file.ParentSession == file.Session) return null;
        return best.TryGetValue(file.ParentSession, out FileUsage? parent) && goesOn!(file, parent) ? parent.Rows.First.Event : null;
    }

    private static int AddBeyond(PackedRows rows, in UsageEvent start, EventPacker events)
    {
        int dropped = 0;
        foreach (ref readonly UsageRow row in rows)
        {
            UsageEvent rest = row.Event;
            rest.Tokens = rest.Tokens.Beyond(start.Tokens);
            rest.LoggedCostUsd = rest.LoggedCostUsd - (start.LoggedCostUsd ?? 0) is > 0 and var costUsd ? costUsd : null;
            if (rest.Tokens.IsZero && rest.LoggedCostUsd is null) dropped++;
            else events.Add(rest);
        }
        return dropped;
    }
}
