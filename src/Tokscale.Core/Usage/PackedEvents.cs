using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Tokscale.Core.Usage;

/// <summary>
/// Billed calls, packed: each as its difference to the one before in its piece (<see cref="EventCodec"/>). Reports go through them
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

    /// <summary>The calls, in parts that can be read by several threads.</summary>
    internal IEnumerable<PackedEvents> Pieces => _pieces.Select(piece => new PackedEvents([piece], _nameCount));

    /// <summary>All pieces as one text: how many there are, how long each is and how many calls it holds, and their bytes.</summary>
    internal IEnumerable<ArraySegment<byte>> Stored()
    {
        byte[] head = new byte[HeadBytes(_pieces.Length)];
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(head.AsSpan());
        numbers[0] = _pieces.Length;
        for (int index = 0; index < _pieces.Length; index++)
            (numbers[2 * index + 1], numbers[2 * index + 2]) = (_pieces[index].Bytes.Count, _pieces[index].Count);
        return [head, .. _pieces.Select(piece => piece.Bytes)];
    }

    /// <summary>The inverse of <see cref="Stored"/>; null when the bytes are something else.</summary>
    internal static PackedEvents? OfStored(byte[] stored, int nameCount)
    {
        ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(stored.AsSpan());
        if (numbers.IsEmpty || numbers[0] < 0 || HeadBytes(numbers[0]) > stored.Length) return null;
        var pieces = new PackedPiece[numbers[0]];
        int start = (int)HeadBytes(pieces.Length);
        for (int index = 0; index < pieces.Length; index++)
        {
            (int length, int count) = (numbers[2 * index + 1], numbers[2 * index + 2]);
            if (length < 0 || length > stored.Length - start || count < 0 || count > length) return null;
            pieces[index] = new PackedPiece(new ArraySegment<byte>(stored, start, length), count);
            start += length;
        }
        return start == stored.Length ? new PackedEvents(pieces, nameCount) : null;
    }

    private static long HeadBytes(int pieceCount) => (1L + 2L * pieceCount) * sizeof(int);

    public Enumerator GetEnumerator() => new(_pieces, _nameCount);

    IEnumerator<UsageEvent> IEnumerable<UsageEvent>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through the calls. Bytes that are no calls end it, or give senseless ones, and do no other harm.</summary>
    public struct Enumerator : IEnumerator<UsageEvent>
    {
        private readonly PackedPiece[] _pieces;
        private readonly int _nameCount;
        private int _piece, _offset;
        private UsageEvent _current;

        internal Enumerator(PackedPiece[] pieces, int nameCount) => (_pieces, _nameCount) = (pieces, nameCount);

        /// <summary>Changes with the next call of <see cref="MoveNext"/>.</summary>
        [UnscopedRef]
        public readonly ref readonly UsageEvent Current => ref _current;

        readonly UsageEvent IEnumerator<UsageEvent>.Current => _current;

        readonly object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            while (_piece < _pieces.Length && _offset >= _pieces[_piece].Bytes.Count) (_piece, _offset, _current) = (_piece + 1, 0, default);
            if (_piece == _pieces.Length) return false;
            var cursor = new PackCursor(_pieces[_piece].Bytes, _offset);
            EventCodec.Read(ref cursor, ref _current, _nameCount);
            _offset = cursor.Offset;
            return true;
        }

        public void Reset() => (_piece, _offset, _current) = (0, 0, default);

        public readonly void Dispose()
        {
        }
    }
}
