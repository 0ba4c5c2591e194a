namespace Tokscale.Core.Usage;

/// <summary>
/// A small front for a <see cref="NameTable"/>: the lines of a file repeat the same few names, and a lock and a hash for each
/// would cost more than reading the line. Used by one thread.
/// </summary>
public sealed class NameCache(NameTable names)
{
    private const int SlotCount = 16;

    private readonly byte[]?[] _slotNames = new byte[SlotCount][];
    private readonly NameId[] _slotIds = new NameId[SlotCount];

    /// <inheritdoc cref="NameTable.Add(ReadOnlySpan{byte})"/>
    public NameId Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return default;
        int slot = (utf8.Length * 7 + utf8[^1] * 5 + utf8[utf8.Length / 2]) % SlotCount;
        if (_slotNames[slot] is { } known && utf8.SequenceEqual(known)) return _slotIds[slot];
        NameId id = names.Add(utf8);
        _slotNames[slot] = utf8.ToArray();
        _slotIds[slot] = id;
        return id;
    }
}
