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

    /// <summary>The calls of some of the pieces.</summary>
    internal PackedEvents In(PackedPiece[] pieces) => new(pieces, _nameCount);

    /// <summary>All pieces as one text: how many there are, what is known of each, and their bytes.</summary>
    internal IEnumerable<ArraySegment<byte>> Stored()
    {
        byte[] head = new byte[HeadBytes(_pieces.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(head, _pieces.Length);
        Span<StoredPiece> stored = MemoryMarshal.Cast<byte, StoredPiece>(head.AsSpan(sizeof(long)));
        for (int index = 0; index < _pieces.Length; index++) stored[index] = StoredPiece.Of(_pieces[index]);
        return [head, .. _pieces.Select(piece => piece.Bytes)];
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
            if (!known[index].IsPossible(stored.Length - start, nameCount)) return null;
            pieces[index] = known[index].PieceIn(stored, start);
            start += pieces[index].Bytes.Count;
        }
        return start == stored.Length ? new PackedEvents(pieces, nameCount) : null;
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
            var cursor = new PackCursor(_pieces[_piece].Bytes, _offset);
            _current = _base;
            EventCodec.Read(ref cursor, ref _current, _nameCount);
            _offset = cursor.Offset;
            return true;
        }

        public void Reset() => (_piece, _offset) = (-1, 0);

        private bool TryStartNext()
        {
            if (_piece + 1 >= _pieces.Length) return false;
            var cursor = new PackCursor(_pieces[++_piece].Bytes, 0);
            _base = default;
            EventCodec.Read(ref cursor, ref _base, _nameCount);
            _offset = cursor.Offset;
            return true;
        }

        public readonly void Dispose()
        {
        }
    }

    /// <summary>A piece without its bytes, written as it lies in memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct StoredPiece
    {
        /// <summary>Stands for several sessions.</summary>
        private const int Several = -1;

        private readonly long _firstMs, _lastMs;
        private readonly int _byteCount, _callCount, _session;

        // Fills the gap that would hold whatever lay in memory.
        private readonly int _unused;

        private StoredPiece(in PackedPiece piece)
        {
            (_firstMs, _lastMs, _unused) = (piece.FirstMs, piece.LastMs, 0);
            (_byteCount, _callCount, _session) = (piece.Bytes.Count, piece.Count, piece.Session?.Index ?? Several);
        }

        public static StoredPiece Of(in PackedPiece piece) => new(piece);

        public bool IsPossible(int byteCountMax, int nameCount) =>
            _byteCount >= 0 && _byteCount <= byteCountMax && _callCount >= 0 && _callCount <= _byteCount
            && _session >= Several && _session <= nameCount;

        public PackedPiece PieceIn(byte[] stored, int start) => new(
            new ArraySegment<byte>(stored, start, _byteCount), _callCount, _firstMs, _lastMs, _session == Several ? null : new NameId(_session));
    }
}
