using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>
/// Of records with one key the newest counts whole: both stores hold sums that grow. Where the account tells the money, the
/// conversations in the database cost nothing more.
/// </summary>
internal sealed class WarpCopies : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, List<UsageEvent> events)
    {
        int first = events.Count;
        int dropped = BestCopy.Resolve(files, events);
        if (!events.Skip(first).Any(usage => !usage.IsEstimated)) return dropped;
        for (int index = first; index < events.Count; index++)
        {
            if (events[index].IsEstimated) events[index] = events[index] with { LoggedCostUsd = 0, IsCostFinal = true };
        }
        return dropped;
    }
}
