using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// For agents that keep sums of sessions in a database, which people copy with all that is in it (a profile made from another, a new
/// place under a new name): sums only grow, so a session counts from the file that has most of its tokens, among equals from the
/// first by path. Within a file the first of rows with one key counts.
/// </summary>
public sealed class LargestSessionRule : DuplicateRule
{
    /// <summary>What tells a session wherever it lies, for <see cref="UsageRow.Link"/>.</summary>
    public static ulong LinkOf(UInt128 session) => Math.Max(1, (ulong)session);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        Dictionary<ulong, (FileUsage File, long Tokens)> owners = OwnersOf(files);
        bool IsElsewhere(FileUsage file, in UsageRow row) => row.Link != 0 && owners[row.Link].File != file;
        return AddFirstCopies(files, [], IsElsewhere, events);
    }

    private static Dictionary<ulong, (FileUsage File, long Tokens)> OwnersOf(IReadOnlyList<FileUsage> files)
    {
        var owners = new Dictionary<ulong, (FileUsage File, long Tokens)>();
        foreach (FileUsage file in files)
        {
            var sums = new Dictionary<ulong, long>();
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if (row.Link != 0) sums[row.Link] = sums.GetValueOrDefault(row.Link) + row.Event.Tokens.Total;
            }
            foreach ((ulong session, long tokens) in sums)
            {
                if (!owners.TryGetValue(session, out (FileUsage File, long Tokens) owner) || tokens > owner.Tokens) owners[session] = (file, tokens);
            }
        }
        return owners;
    }
}
