using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>What the fields of a row mean that are left to sources.</summary>
internal static class EntryFlags
{
    /// <summary>The key holds in its session only, whose name may not be known yet.</summary>
    public const int KeyWithinSession = 1 << 0;

    /// <summary>Flags from here on are free for sources.</summary>
    public const int FirstOwn = 1 << 8;

    /// <summary>The link of an entry's row: its id, by which other entries of the file refer to it.</summary>
    public static ulong LinkOf(ReadOnlySpan<byte> id) => Math.Max(1, (ulong)(RowKey.Of(id) & ulong.MaxValue));
}
