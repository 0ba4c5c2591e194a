using System.Diagnostics.CodeAnalysis;

namespace Tokscale.Core.Usage;

/// <summary>
/// The rows of a file, packed: each as its difference to the first (<see cref="RowCodec"/>), so that any of them can be read without
/// those before it. The default value has none.
/// </summary>
public readonly struct PackedRows
{
    private readonly int _nameCount;

    /// <param name="bytes">The rows, as <see cref="RowPacker"/> makes them.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="span">From when to when their calls are, and of which session.</param>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    internal PackedRows(ArraySegment<byte> bytes, int length, CallSpan span, int nameCount = int.MaxValue) =>
        (Bytes, Length, Span, _nameCount) = (bytes, length, span, nameCount);

    /// <summary>How many rows there are.</summary>
    public int Length { get; }

    public bool IsEmpty => Length == 0;

    /// <summary>The first row.</summary>
    public UsageRow First => At(0);

    internal ArraySegment<byte> Bytes { get; }

    /// <summary>From when to when the calls are, and of which session.</summary>
    internal CallSpan Span { get; }

    /// <summary>Packs rows into memory of their own.</summary>
    public static PackedRows Of(ReadOnlySpan<UsageRow> rows)
    {
        if (rows.IsEmpty) return default;
        var packer = new RowPacker();
        packer.Add(rows);
        return new PackedRows(packer.Bytes.ToArray(), rows.Length, packer.Span);
    }

    /// <summary>The row at a place that <see cref="Enumerator.Place"/> told.</summary>
    public UsageRow At(int place)
    {
        Enumerator rows = GetEnumerator();
        rows.MoveTo(place);
        return rows.Current;
    }

    public Enumerator GetEnumerator() => new(Bytes, _nameCount);

    public UsageRow[] ToArray()
    {
        var rows = new List<UsageRow>(Length);
        foreach (ref readonly UsageRow row in this) rows.Add(row);
        return [.. rows];
    }

    /// <summary>Goes through the rows. Bytes that are no rows end it, or give senseless ones, and do no other harm.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly int _nameCount;
        private UsageEvent _first;
        private UsageRow _current;
        private int _next;
        private bool _isFirstRead, _isCurrentRead;

        internal Enumerator(ReadOnlySpan<byte> bytes, int nameCount)
        {
            _bytes = bytes;
            _nameCount = nameCount;
        }

        /// <summary>The row; changes with the next move.</summary>
        [UnscopedRef]
        public ref readonly UsageRow Current
        {
            get
            {
                if (!_isCurrentRead) ReadCurrent();
                return ref _current;
            }
        }

        /// <summary>The key of <see cref="Current"/>, without unpacking the rest.</summary>
        public readonly UInt128 Key => RowCodec.KeyOf(_bytes[Place..]);

        /// <summary>What tells <see cref="Current"/> from its copies, without unpacking the rest.</summary>
        public readonly RowMarks Marks => RowCodec.MarksOf(_bytes[Place..]);

        /// <summary>The call of <see cref="Current"/> as its difference to <see cref="FirstCall"/>, still packed.</summary>
        internal readonly ReadOnlySpan<byte> Call => RowCodec.CallOf(_bytes[Place..]);

        /// <summary>The call of the first row, that the others are written as differences to.</summary>
        [UnscopedRef]
        internal ref readonly UsageEvent FirstCall
        {
            get
            {
                if (!_isFirstRead) ReadFirst();
                return ref _first;
            }
        }

        /// <summary>For <see cref="EventPacker"/>: the piece that begins with <see cref="FirstCall"/>, so that it need not compare for each row.</summary>
        internal int PieceOfFirst { get; set; }

        /// <summary>Where the row lies; ascends, 0 for the first.</summary>
        public int Place { get; private set; }

        public bool MoveNext()
        {
            if (_next >= _bytes.Length) return false;
            MoveTo(_next);
            return true;
        }

        /// <summary>Goes to the row at a place that an enumerator told, before or behind this one.</summary>
        public void MoveTo(int place)
        {
            Place = place;
            _next = place + RowCodec.LengthOf(_bytes[place..]);
            _isCurrentRead = false;
        }

        private void ReadCurrent()
        {
            Read(Place, Place == 0 ? default : FirstCall);
            _isCurrentRead = true;
        }

        private void ReadFirst()
        {
            UsageRow first = default;
            RowCodec.Read(_bytes, ref first, _nameCount);
            (_first, _isFirstRead) = (first.Event, true);
        }

        private void Read(int place, in UsageEvent other)
        {
            _current.Event = other;
            RowCodec.Read(_bytes[place..], ref _current, _nameCount);
        }
    }
}
