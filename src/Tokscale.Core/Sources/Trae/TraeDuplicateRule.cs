using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Rollouts have a rule of their own; of rows of pages with one key the first counts.</summary>
internal sealed class TraeDuplicateRule : DuplicateRule
{
    private readonly RolloutDuplicateRule _rollouts = new();

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        ILookup<bool, FileUsage> byKind = files.ToLookup(file => RolloutFile.IsLog(file.File.Path));
        return EarliestCopy.Resolve([.. byKind[false]], events) + _rollouts.Resolve([.. byKind[true]], events);
    }
}
