using System.Text;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>
/// Rollouts have rules of their own; entries are told by their key in all stores, and those that repeat a rollout's calls
/// count only where that rollout is gone.
/// </summary>
internal sealed class OpenClawRule : DuplicateRule
{
    private readonly RolloutDuplicateRule _rollouts = new();

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        FileUsage[] rollouts = [.. files.Where(file => OpenClawPaths.IsRollout(file.File.RelativePath))];
        int dropped = _rollouts.Resolve(rollouts, events);
        HashSet<ulong> threads = [.. rollouts.Where(file => !file.Rows.IsEmpty).Select(LinkOf)];
        var owners = new Dictionary<UInt128, (FileUsage File, int Row, long Rank)>();
        List<FileUsage> others = [.. files.Except(rollouts)];
        foreach (FileUsage file in others)
        {
            int index = 0;
            foreach (ref readonly UsageRow row in file.Rows)
            {
                bool isOwner = !owners.TryGetValue(row.Key, out var owner) || row.Rank < owner.Rank;
                if (isOwner && row.Key != 0) owners[row.Key] = (file, index, row.Rank);
                index++;
            }
        }
        foreach (FileUsage file in others)
        {
            int index = 0;
            foreach (ref readonly UsageRow row in file.Rows)
            {
                bool isOwner = !owners.TryGetValue(row.Key, out var owner) || (owner.File, owner.Row) == (file, index);
                bool isMirror = row.OtherLink != 0 && threads.Contains(row.OtherLink);
                if (!isMirror && isOwner) events.Add(row.Event);
                else dropped++;
                index++;
            }
        }
        return dropped;
    }

    private static ulong LinkOf(FileUsage rollout) => EntryFlags.LinkOf(Encoding.UTF8.GetBytes(RolloutFile.ThreadOf(rollout.File)));
}
