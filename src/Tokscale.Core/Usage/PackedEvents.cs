using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Usage;

/// <summary>
/// Billed calls, packed: each as its difference to what its piece begins with (<see cref="EventCodec"/>). Reports go through them
/// once and need no list; pieces can be read by several threads.
/// </summary>
public sealed class PackedEvents : IReadOnlyList<UsageEvent>
{
    private readonly PackedPiece[] _pieces;
    private readonly int _nameCount;

    /// <param name="pieces">The calls.</param>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    internal PackedEvents(PackedPiece[] pieces, int nameCount = int.MaxValue) =>
        (_pieces, Count, _nameCount) = (pieces, pieces.Sum(piece => piece.Count), nameCount);

    public int Count { get; }

    /// <summary>Unpacks all calls up to this one: for few calls only.</summary>
    public UsageEvent this[int index] => this.ElementAt(index);

    /// <summary>What the calls are packed in: parts that can be read by several threads, or passed over unread.</summary>
    internal ReadOnlySpan<PackedPiece> Pieces => _pieces;

    /// <summary>The sessions of the calls, some of them several times; most calls need not be read for it.</summary>
    internal IEnumerable<NameId> Sessions =>
        _pieces.SelectMany(piece => piece.Span.Session is { } session ? [session] : In([piece]).Select(call => call.Session));

    /// <summary>The calls of the pieces that are wanted.</summary>
    internal PackedEvents Where(Predicate<PackedPiece> isWanted) =>
        Array.TrueForAll(_pieces, isWanted) ? this : new(Array.FindAll(_pieces, isWanted), _nameCount);

    /// <summary>The calls of some of the pieces.</summary>
    internal PackedEvents In(PackedPiece[] pieces) => new(pieces, _nameCount);

    /// <summary>All pieces as one text: how many there are, what is known of each, and their bytes.</summary>
    internal IEnumerable<ArraySegment<byte>> Stored()
    {
        PackedPiece[] pieces = Array.Exists(_pieces, piece => piece.IsRows) ? WithoutRows() : _pieces;
        byte[] head = new byte[HeadBytes(pieces.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(head, pieces.Length);
        Span<StoredPiece> stored = MemoryMarshal.Cast<byte, StoredPiece>(head.AsSpan(sizeof(long)));
        for (int index = 0; index < pieces.Length; index++)
            stored[index] = new StoredPiece { Span = pieces[index].Span, ByteCount = pieces[index].Bytes.Count, CallCount = pieces[index].Count };
        return [head, .. pieces.Select(piece => piece.Bytes)];
    }

    /// <summary>The inverse of <see cref="Stored"/>; null when the bytes are something else.</summary>
    internal static PackedEvents? OfStored(byte[] stored, int nameCount)
    {
        if (!BinaryPrimitives.TryReadInt64LittleEndian(stored, out long pieceCount)) return null;
        if (pieceCount < 0 || pieceCount > stored.Length || HeadBytes(pieceCount) > stored.Length) return null;
        var pieces = new PackedPiece[pieceCount];
        ReadOnlySpan<StoredPiece> known = MemoryMarshal.Cast<byte, StoredPiece>(stored.AsSpan(sizeof(long)));
        int start = (int)HeadBytes(pieceCount);
        for (int index = 0; index < pieces.Length; index++)
        {
            StoredPiece piece = known[index];
            bool isPossible = piece.ByteCount >= 0 && piece.ByteCount <= stored.Length - start
                && piece.CallCount >= 0 && piece.CallCount <= piece.ByteCount && piece.Span.IsPossible(nameCount);
            if (!isPossible) return null;
            pieces[index] = new PackedPiece(new ArraySegment<byte>(stored, start, piece.ByteCount), piece.CallCount, piece.Span);
            start += piece.ByteCount;
        }
        return start == stored.Length ? new PackedEvents(pieces, nameCount) : null;
    }

    /// <summary>The pieces with nothing in them but calls: rows also hold what tells copies.</summary>
    private PackedPiece[] WithoutRows()
    {
        var pieces = new List<PackedPiece>(_pieces.Length);
        var packer = new EventPacker();
        foreach (PackedPiece piece in _pieces)
        {
            if (piece.IsRows)
            {
                PackedRows.Enumerator row = new PackedRows(piece.Bytes, piece.Count, piece.Span, _nameCount).GetEnumerator();
                while (row.MoveNext()) packer.Add(ref row);
                continue;
            }
            pieces.AddRange(packer.TakePieces());
            pieces.Add(piece);
        }
        return [.. pieces, .. packer.TakePieces()];
    }

    private static long HeadBytes(long pieceCount) => sizeof(long) + pieceCount * Unsafe.SizeOf<StoredPiece>();

    public Enumerator GetEnumerator() => new(_pieces, _nameCount);

    IEnumerator<UsageEvent> IEnumerable<UsageEvent>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through the calls. Bytes that are no calls end it, or give senseless ones, and do no other harm.</summary>
    public struct Enumerator : IEnumerator<UsageEvent>
    {
        private readonly PackedPiece[] _pieces;
        private readonly int _nameCount;
        private int _piece = -1, _offset;
        private UsageEvent _base, _current;

        internal Enumerator(PackedPiece[] pieces, int nameCount) => (_pieces, _nameCount) = (pieces, nameCount);

        /// <summary>Changes with the next call of <see cref="MoveNext"/>.</summary>
        [UnscopedRef]
        public readonly ref readonly UsageEvent Current => ref _current;

        readonly UsageEvent IEnumerator<UsageEvent>.Current => _current;

        readonly object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            while (_piece < 0 || _offset >= _pieces[_piece].Bytes.Count)
                if (!TryStartNext()) return false;
            PackedPiece piece = _pieces[_piece];
            int start = piece.IsRows ? RowCodec.CallOffset(piece.Bytes, _offset) : _offset;
            var cursor = new PackCursor(piece.Bytes, start);
            _current = piece.IsRows && _offset == 0 ? default : _base;
            EventCodec.Read(ref cursor, ref _current, _nameCount);
            _offset = piece.IsRows ? _offset + RowCodec.LengthOf(piece.Bytes[_offset..]) : cursor.Offset;
            return true;
        }

        public void Reset() => (_piece, _offset) = (-1, 0);

        private bool TryStartNext()
        {
            if (_piece + 1 >= _pieces.Length) return false;
            PackedPiece piece = _pieces[++_piece];
            var cursor = new PackCursor(piece.Bytes, piece.IsRows ? RowCodec.CallOffset(piece.Bytes, 0) : 0);
            _base = default;
            EventCodec.Read(ref cursor, ref _base, _nameCount);
            _offset = piece.IsRows ? 0 : cursor.Offset;
            return true;
        }

        public readonly void Dispose()
        {
        }
    }

    /// <summary>A piece without its bytes, written as it lies in memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct StoredPiece
    {
        public CallSpan Span;
        public int ByteCount, CallCount;
    }
}
