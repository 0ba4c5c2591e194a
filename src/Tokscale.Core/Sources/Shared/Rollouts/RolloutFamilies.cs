using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>Threads that were forked from or spawned by one another. A fork's file starts with its parent's rows.</summary>
internal sealed class RolloutFamilies
{
    /// <summary>Longer chains are damage: a thread that is its own ancestor.</summary>
    private const int GenerationsMax = 256;

    private readonly Dictionary<NameId, NameId> _parents = [];
    private readonly Dictionary<NameId, int> _filesOfRoot = [];
    private readonly Dictionary<NameId, HashSet<UInt128>> _rowsOfRoot = [];
    private readonly HashSet<UInt128> _rowsOfOneFile = [];

    public RolloutFamilies(IReadOnlyList<FileUsage> files)
    {
        foreach (FileUsage file in files)
        {
            if (file.ParentSession.IsKnown) _parents.TryAdd(file.Session, file.ParentSession);
        }
        foreach (FileUsage file in files) CollectionsMarshal.GetValueRefOrAddDefault(_filesOfRoot, RootOf(file.Session).Session, out _)++;
    }

    /// <summary>The files with parents before their children.</summary>
    public IEnumerable<FileUsage> ParentsFirst(List<FileUsage> files)
    {
        List<(int Generation, string Name, FileUsage File)> ordered =
            files.ConvertAll(file => (RootOf(file.Session).Generation, RolloutFile.BaseNameOf(file.File), file));
        ordered.Sort((left, right) =>
        {
            int order = left.Generation.CompareTo(right.Generation);
            if (order == 0) order = string.CompareOrdinal(left.Name, right.Name);
            return order != 0 ? order : string.CompareOrdinal(left.File.File.Path, right.File.File.Path);
        });
        return ordered.ConvertAll(member => member.File);
    }

    /// <summary>The keys of all rows of the file's family so far. Valid until the next call.</summary>
    public HashSet<UInt128> RowsOf(FileUsage file)
    {
        NameId root = RootOf(file.Session).Session;
        if (_filesOfRoot[root] == 1)
        {
            _rowsOfOneFile.Clear();
            return _rowsOfOneFile;
        }
        if (!_rowsOfRoot.TryGetValue(root, out HashSet<UInt128>? rows)) _rowsOfRoot.Add(root, rows = []);
        rows.EnsureCapacity(rows.Count + file.Rows.Length);
        return rows;
    }

    private (NameId Session, int Generation) RootOf(NameId session)
    {
        int generation = 0;
        for (; generation < GenerationsMax && _parents.TryGetValue(session, out NameId parent); generation++) session = parent;
        return (session, generation);
    }
}
