using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>
/// Of records with one key the newest counts whole: both stores hold sums that grow. Where the account tells the money, the
/// conversations in the database cost nothing more.
/// </summary>
internal sealed class WarpCopies : DuplicateRule
{
    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var best = new EventPacker();
        int dropped = BestCopy.Resolve(files, best);
        bool isMoneyTold = best.Packed.Any(usage => !usage.IsEstimated && usage.LoggedCostUsd is not null);
        foreach (UsageEvent usage in best.Packed)
        {
            events.Add(isMoneyTold && usage.IsEstimated ? usage with { LoggedCostUsd = 0, IsCostFinal = true } : usage);
        }
        return dropped;
    }
}
