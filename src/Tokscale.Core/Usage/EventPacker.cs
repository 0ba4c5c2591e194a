namespace Tokscale.Core.Usage;

/// <summary>Takes billed calls one after the other and keeps them packed.</summary>
public sealed class EventPacker
{
    /// <summary>Pieces are small, so that a report of few days or one session passes over most calls unread.</summary>
    private const int PieceBytesMax = 4 << 10;

    /// <summary>A piece ends with its session only when it holds so much, or short sessions would make more pieces than calls.</summary>
    private const int SessionBytesMin = 256;

    /// <summary>A piece of several sessions ends here, so that those that follow have pieces of their own again.</summary>
    private const int MixedBytesMax = 1 << 10;

    /// <summary>More rows than this are not taken as they are: what they hold of one day or session would be hard to find.</summary>
    private const int RowBytesMax = 32 << 10;

    private const int BlockBytesMin = 4 << 10, BlockBytesMax = 128 << 10;

    /// <summary>Numbers pieces, those of all packers: an enumerator may be handed to several.</summary>
    private static int _pieceCount;

    private readonly List<PackedPiece> _full = [];
    private byte[] _block = [];
    private int _start, _used, _countInPiece, _pieceNumber;
    private CallSpan _span;
    private UsageEvent _base;

    /// <summary>How many calls there are so far.</summary>
    public int Count => _full.Sum(piece => piece.Count) + _countInPiece;

    /// <summary>The calls so far.</summary>
    public PackedEvents Packed => PackedWith(int.MaxValue);

    private PackedPiece Piece => new(new ArraySegment<byte>(_block, _start, _used - _start), _countInPiece, _span);

    public void Add(in UsageEvent usage)
    {
        if (_countInPiece > 0 && EndsBefore(usage.Session)) EndPiece();
        if (_countInPiece == 0) StartPiece(usage);
        var writer = new PackWriter(_block.AsSpan(_used));
        EventCodec.Write(ref writer, usage, _base);
        Took(writer.Length, usage.TimestampMs, usage.Session);
    }

    public void Add(IEnumerable<UsageEvent> calls)
    {
        foreach (UsageEvent call in calls) Add(call);
    }

    /// <summary>Adds the calls of all rows of a file; mostly the rows themselves, which is faster still.</summary>
    public void Add(PackedRows rows)
    {
        if (rows.Bytes.Count is >= SessionBytesMin and <= RowBytesMax)
        {
            if (_countInPiece > 0) EndPiece();
            _full.Add(new PackedPiece(rows.Bytes, rows.Length, rows.Span, IsRows: true));
            return;
        }
        PackedRows.Enumerator row = rows.GetEnumerator();
        while (row.MoveNext()) Add(ref row);
    }

    /// <summary>Adds the call of the row where an enumerator is, still packed when it can be, which is several times faster.</summary>
    public void Add(ref PackedRows.Enumerator rows)
    {
        ref readonly UsageEvent first = ref rows.FirstCall;
        bool isOfPiece = _countInPiece > 0 && (rows.PieceOfFirst == _pieceNumber || EventCodec.HaveSameBase(first, _base));
        ReadOnlySpan<byte> call = rows.Call;
        // The first row is no difference to itself; short files do not get a piece each; and a foreign cache may hold anything.
        bool isUnpacked = rows.Place == 0 || (!isOfPiece && _countInPiece > 0 && _used - _start < SessionBytesMin)
            || call.IsEmpty || call.Length > EventCodec.BytesMax;
        if (isUnpacked)
        {
            Add(rows.Current.Event);
            return;
        }
        (long timestampMs, NameId session) = EventCodec.PlaceOf(call, first);
        if (_countInPiece > 0 && (!isOfPiece || EndsBefore(session))) EndPiece();
        if (_countInPiece == 0) StartPiece(first);
        rows.PieceOfFirst = _pieceNumber;
        call.CopyTo(_block.AsSpan(_used));
        Took(call.Length, timestampMs, session);
    }

    /// <summary>The calls so far.</summary>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    internal PackedEvents PackedWith(int nameCount) => new(_countInPiece == 0 ? [.. _full] : [.. _full, Piece], nameCount);

    /// <summary>The calls so far, which are not among those of the next time.</summary>
    internal PackedPiece[] TakePieces()
    {
        if (_countInPiece > 0) EndPiece();
        PackedPiece[] pieces = [.. _full];
        _full.Clear();
        return pieces;
    }

    private bool EndsBefore(NameId nextSession)
    {
        int bytes = _used - _start;
        return bytes > (_span.Session is null ? MixedBytesMax : PieceBytesMax) - EventCodec.BytesMax || _block.Length - _used < EventCodec.BytesMax
            || (bytes >= SessionBytesMin && _span.EndsSession(nextSession));
    }

    private void EndPiece()
    {
        _full.Add(Piece);
        (_start, _countInPiece, _span) = (_used, 0, default);
    }

    /// <param name="usage">What calls of the piece are written as differences to.</param>
    private void StartPiece(in UsageEvent usage)
    {
        if (_block.Length - _used < 2 * EventCodec.BytesMax)
        {
            _block = GC.AllocateUninitializedArray<byte>(Math.Clamp(2 * _block.Length, BlockBytesMin, BlockBytesMax));
            (_start, _used) = (0, 0);
        }
        _pieceNumber = Interlocked.Increment(ref _pieceCount);
        _base = EventCodec.BaseOf(usage);
        var writer = new PackWriter(_block.AsSpan(_used));
        EventCodec.Write(ref writer, _base, default);
        _used += writer.Length;
    }

    private void Took(int byteCount, long timestampMs, NameId session)
    {
        _span.Add(timestampMs, session);
        _used += byteCount;
        _countInPiece++;
    }
}
