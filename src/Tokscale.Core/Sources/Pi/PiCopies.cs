using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Pi;

/// <summary>
/// Copies are told as everywhere in the family. What a tool's result sums counts only where the runs of the tool left no logs:
/// those lie in a folder named like the session.
/// </summary>
internal sealed class PiCopies : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<UInt128> logged = SumsOfLoggedRuns(files);
        if (logged.Count == 0) return EntryCopies.Rule.Resolve(files, events);
        int left = 0;
        var others = new List<FileUsage>(files.Count);
        foreach (FileUsage file in files)
        {
            var rows = new List<UsageRow>();
            foreach (ref readonly UsageRow row in file.Rows)
            {
                // A fork copies the sum, and not the folder.
                if (logged.Contains(row.Key)) left++;
                else rows.Add(row);
            }
            others.Add(rows.Count == file.Rows.Length ? file : file.WithRows([.. rows]));
        }
        return left + EntryCopies.Rule.Resolve(others, events);
    }

    private static HashSet<UInt128> SumsOfLoggedRuns(IReadOnlyList<FileUsage> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (FileUsage file in files)
        {
            string? folder = Path.GetDirectoryName(file.File.Path);
            while (folder is not null && folders.Add(folder)) folder = Path.GetDirectoryName(folder);
        }
        var sums = new HashSet<UInt128>();
        foreach (FileUsage file in files.Where(file => folders.Contains(Path.ChangeExtension(file.File.Path, null))))
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & EntryFlags.OfTool) != 0) sums.Add(row.Key);
            }
        }
        return sums;
    }
}
