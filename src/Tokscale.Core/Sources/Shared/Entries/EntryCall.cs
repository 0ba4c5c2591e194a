using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>A call that was read: what its row does not hold.</summary>
/// <param name="Row">Index of its row.</param>
/// <param name="Usage">Its counts as logged.</param>
/// <param name="Names">Key of its id and names.</param>
/// <param name="EntryMs">The entry's time, 0 when it has none.</param>
/// <param name="MessageMs">The message's time, 0 when it has none.</param>
internal readonly record struct EntryCall(int Row, EntryUsage Usage, UInt128 Names, long EntryMs, long MessageMs)
{
    /// <summary>The key by content that the call would have with other counts.</summary>
    public UInt128 KeyWith(in EntryUsage usage)
    {
        long bareTotal = (usage.Input | usage.Output | usage.CacheRead | usage.CacheWrite) == 0 ? usage.Total : 0;
        ReadOnlySpan<long> numbers =
            [EntryMs, MessageMs, usage.Input, usage.Output, usage.CacheRead, usage.CacheWrite, bareTotal];
        return RowKey.Join(Names, RowKey.Of(numbers));
    }
}
