namespace Tokscale.Core.Pricing.Snapshot;

/// <summary>Walks through the keys of one block, each stored as what differs from the one before.</summary>
/// <param name="data">The snapshot.</param>
/// <param name="offset">Where the block begins.</param>
/// <param name="buffer">Room for one key.</param>
internal ref struct KeyEntries(ReadOnlySpan<byte> data, int offset, Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private SnapshotCursor _cursor = new(data, offset);
    private int _length;

    /// <summary>The key, in the buffer: it lives until the next step.</summary>
    public readonly Span<byte> Key => _buffer[.._length];

    /// <summary>The number of the row's provider.</summary>
    public int Provider { get; private set; }

    /// <summary>Where the row's card begins, from the start of the cards.</summary>
    public int Card { get; private set; }

    /// <summary>Moves to the next key of the block; the caller knows how many there are.</summary>
    public void Next()
    {
        int shared = _cursor.Varint();
        ReadOnlySpan<byte> rest = _cursor.Bytes(_cursor.Varint());
        rest.CopyTo(_buffer[shared..]);
        _length = shared + rest.Length;
        Provider = _cursor.Varint();
        Card = _cursor.Varint();
    }
}
