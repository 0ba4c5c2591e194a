using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.Pi;

/// <summary>Second reader of pi's sessions: as its family, less the sums of runs that have logs.</summary>
internal sealed class PiRecount : EntryRecount
{
    public PiRecount() => (KeepsFreeCost, CountsTools) = (true, true);

    public override IEnumerable<RecountedCall> Count(RecountInput input)
    {
        RecountedEntry[] entries = [.. input.Files.SelectMany(EntriesIn)];
        HashSet<string> told =
        [
            .. entries.Where(entry => entry.IsOfTool && HasRuns(entry.Call.File, input.Files)).Select(entry => entry.Key),
        ];
        return Once(entries.Where(entry => !told.Contains(entry.Key)));
    }

    /// <summary>Runs that a tool started lie in a folder named like the session's file.</summary>
    private static bool HasRuns(string log, IReadOnlyList<SourceFile> files)
    {
        string folder = Path.Join(Path.GetDirectoryName(log), Path.GetFileNameWithoutExtension(log)) + Path.DirectorySeparatorChar;
        return files.Any(file => file.Path.StartsWith(folder, StringComparison.Ordinal));
    }
}
