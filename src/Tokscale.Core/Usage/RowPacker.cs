using System.Buffers;

namespace Tokscale.Core.Usage;

/// <summary>
/// Packs the rows of one file after the other. They are kept in few large arrays, which the garbage collector need not move.
/// Used by one thread.
/// </summary>
internal sealed class RowPacker
{
    private const int PieceBytesMin = 4 << 10, PieceBytesMax = 256 << 10;

    private readonly ArrayBufferWriter<byte> _file = new(PieceBytesMin);
    private UsageEvent _first;
    private CallSpan _span;
    private ArraySegment<byte> _room = ArraySegment<byte>.Empty;
    private int _pieceBytes = PieceBytesMin / 2;

    /// <summary>The rows that were added.</summary>
    public ReadOnlySpan<byte> Bytes => _file.WrittenSpan;

    /// <summary>From when to when their calls are, and of which session.</summary>
    public CallSpan Span => _span;

    /// <summary>Adds a row to those of the file.</summary>
    public void Add(in UsageRow row)
    {
        int length = RowCodec.Write(_file.GetSpan(RowCodec.BytesMax), row, _first);
        if (_file.WrittenCount == 0) _first = row.Event;
        _file.Advance(length);
        _span.Add(row.Event.TimestampMs, row.Event.Session);
    }

    public void Add(ReadOnlySpan<UsageRow> rows)
    {
        foreach (ref readonly UsageRow row in rows) Add(row);
    }

    /// <summary>Begins the next file.</summary>
    public void Clear()
    {
        _file.ResetWrittenCount();
        (_first, _span) = (default, default);
    }

    /// <summary>Packs the rows of a file.</summary>
    public PackedRows Pack(ReadOnlySpan<UsageRow> rows)
    {
        Clear();
        Add(rows);
        return new PackedRows(Keep(Bytes), rows.Length, Span);
    }

    private ArraySegment<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (_room.Count < bytes.Length)
        {
            _pieceBytes = Math.Min(2 * _pieceBytes, PieceBytesMax);
            _room = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, _pieceBytes));
        }
        ArraySegment<byte> kept = _room[..bytes.Length];
        bytes.CopyTo(kept);
        _room = _room[bytes.Length..];
        return kept;
    }
}
