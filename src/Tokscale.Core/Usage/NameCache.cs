using System.Text;

namespace Tokscale.Core.Usage;

/// <summary>
/// A small front for a <see cref="NameTable"/>: the lines of a file, and small files beside each other, repeat the same few names,
/// and a lock and a hash for each would cost more than reading the line. Used by one thread.
/// </summary>
public sealed class NameCache(NameTable names)
{
    private const int SlotCount = 128;

    /// <summary>Longer names are rare; they pass by the slots.</summary>
    private const int NameBytesMax = 512;

    private readonly byte[]?[] _slotNames = new byte[SlotCount][];
    private readonly NameId[] _slotIds = new NameId[SlotCount];
    private readonly Dictionary<Type, object> _kept = [];

    /// <inheritdoc cref="NameTable.Add(ReadOnlySpan{byte})"/>
    public NameId Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return default;
        int slot = (utf8.Length * 7 + utf8[0] * 3 + utf8[^1] * 5 + utf8[utf8.Length / 2]) % SlotCount;
        if (_slotNames[slot] is { } known && utf8.SequenceEqual(known)) return _slotIds[slot];
        NameId id = names.Add(utf8);
        _slotNames[slot] = utf8.ToArray();
        _slotIds[slot] = id;
        return id;
    }

    /// <inheritdoc cref="NameTable.Add(ReadOnlySpan{byte})"/>
    public NameId Add(string? name)
    {
        if (string.IsNullOrEmpty(name)) return default;
        Span<byte> utf8 = stackalloc byte[NameBytesMax];
        return Encoding.UTF8.TryGetBytes(name, utf8, out int length) ? Add(utf8[..length]) : names.Add(name);
    }

    /// <summary>What a source keeps from file to file as long as the names mean the same: one of a kind.</summary>
    public T Keep<T>() where T : class, new()
    {
        if (_kept.TryGetValue(typeof(T), out object? known)) return (T)known;
        var kept = new T();
        _kept.Add(typeof(T), kept);
        return kept;
    }

    /// <summary>The name behind an id; null when the log did not say.</summary>
    public string? this[NameId id] => names[id];
}
