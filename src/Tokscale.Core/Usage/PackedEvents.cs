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
    private readonly ArraySegment<byte>[] _pieces;
    private readonly int _nameCount;

    /// <param name="pieces">The calls, as <see cref="EventPacker"/> makes them; none is cut.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    internal PackedEvents(ArraySegment<byte>[] pieces, int count, int nameCount = int.MaxValue) =>
        (_pieces, Count, _nameCount) = (pieces, count, nameCount);

    public int Count { get; }

    /// <summary>Unpacks all calls up to this one: for few calls only.</summary>
    public UsageEvent this[int index] => this.ElementAt(index);

    internal IReadOnlyList<ArraySegment<byte>> Pieces => _pieces;

    /// <summary>The calls of one piece; how many they are is not known.</summary>
    internal PackedEvents Piece(int index) => new([_pieces[index]], 0, _nameCount);

    /// <summary>All pieces as one text: how many there are, how long each is, and their bytes.</summary>
    internal IEnumerable<ArraySegment<byte>> Stored()
    {
        byte[] head = new byte[(1 + _pieces.Length) * sizeof(int)];
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(head.AsSpan());
        numbers[0] = _pieces.Length;
        for (int index = 0; index < _pieces.Length; index++) numbers[index + 1] = _pieces[index].Count;
        return [head, .. _pieces];
    }

    /// <summary>The inverse of <see cref="Stored"/>; null when the bytes are something else.</summary>
    internal static PackedEvents? OfStored(byte[] stored, int count, int nameCount)
    {
        ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(stored.AsSpan());
        if (numbers.IsEmpty || numbers[0] < 0 || numbers[0] >= numbers.Length) return null;
        var pieces = new ArraySegment<byte>[numbers[0]];
        int start = (1 + pieces.Length) * sizeof(int);
        for (int index = 0; index < pieces.Length; index++)
        {
            int length = numbers[index + 1];
            if (length < 0 || length > stored.Length - start) return null;
            pieces[index] = new ArraySegment<byte>(stored, start, length);
            start += length;
        }
        return start == stored.Length ? new PackedEvents(pieces, count, nameCount) : null;
    }

    public Enumerator GetEnumerator() => new(_pieces, _nameCount);

    IEnumerator<UsageEvent> IEnumerable<UsageEvent>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through the calls. Bytes that are no calls end it, or give senseless ones, and do no other harm.</summary>
    public struct Enumerator : IEnumerator<UsageEvent>
    {
        private readonly ArraySegment<byte>[] _pieces;
        private readonly int _nameCount;
        private int _piece, _offset;
        private UsageEvent _current;

        internal Enumerator(ArraySegment<byte>[] pieces, int nameCount) => (_pieces, _nameCount) = (pieces, nameCount);

        /// <summary>Changes with the next call of <see cref="MoveNext"/>.</summary>
        [UnscopedRef]
        public readonly ref readonly UsageEvent Current => ref _current;

        readonly UsageEvent IEnumerator<UsageEvent>.Current => _current;

        readonly object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            while (_piece < _pieces.Length && _offset >= _pieces[_piece].Count) (_piece, _offset, _current) = (_piece + 1, 0, default);
            if (_piece == _pieces.Length) return false;
            var cursor = new PackCursor(_pieces[_piece], _offset);
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
