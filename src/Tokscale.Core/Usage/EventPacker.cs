namespace Tokscale.Core.Usage;

/// <summary>Takes billed calls one after the other and keeps them packed.</summary>
public sealed class EventPacker
{
    private const int PieceBytesMin = 4 << 10, PieceBytesMax = 128 << 10;

    private readonly List<PackedPiece> _full = [];
    private byte[] _piece = [];
    private int _used, _countInPiece;
    private UsageEvent _last;

    /// <summary>How many calls there are so far.</summary>
    public int Count => _full.Sum(piece => piece.Count) + _countInPiece;

    /// <summary>The calls so far.</summary>
    public PackedEvents Packed => new([.. _full, Piece]);

    private PackedPiece Piece => new(new ArraySegment<byte>(_piece, 0, _used), _countInPiece);

    public void Add(in UsageEvent usage)
    {
        if (_piece.Length - _used < EventCodec.BytesMax) StartPiece();
        var writer = new PackWriter(_piece.AsSpan(_used));
        EventCodec.Write(ref writer, usage, _last);
        _used += writer.Length;
        _last = usage;
        _countInPiece++;
    }

    public void Add(IEnumerable<UsageEvent> calls)
    {
        foreach (UsageEvent call in calls) Add(call);
    }

    private void StartPiece()
    {
        if (_used > 0) _full.Add(Piece);
        _piece = GC.AllocateUninitializedArray<byte>(Math.Clamp(2 * _piece.Length, PieceBytesMin, PieceBytesMax));
        (_used, _countInPiece) = (0, 0);
        _last = default; // Each piece can be read without those before it.
    }
}
