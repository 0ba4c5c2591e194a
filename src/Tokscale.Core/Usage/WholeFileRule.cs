using Tokscale.Core.Scanning;

namespace Tokscale.Core.Usage;

/// <summary>
/// For agents that rewrite a session's file whole: of files with the same <see cref="FileUsage.Session"/> one counts, the one
/// whose first row has the highest rank; among equals the one changed last, then the first by path.
/// </summary>
public sealed class WholeFileRule : DuplicateRule
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
            else events.Add(file.Rows);
        }
        return dropped;
    }

    private static bool IsBetter(FileUsage file, FileUsage other) =>
        (file.Rows.First.Rank, file.File.ModifiedMs).CompareTo((other.Rows.First.Rank, other.File.ModifiedMs)) > 0;
}
