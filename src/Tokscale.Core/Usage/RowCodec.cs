namespace Tokscale.Core.Usage;

/// <summary>A row in about forty bytes: what tells copies, then the call as its difference to that of another row.</summary>
internal static class RowCodec
{
    /// <summary>No row takes more.</summary>
    public const int BytesMax = EventCodec.BytesMax + 64;

    /// <summary>A row begins with its length and with which fields it has; the key is the first of them.</summary>
    private const int HeadBytes = 2;

    [Flags]
    private enum Fields : byte
    {
        None = 0,
        Key = 1 << 0,
        Rank = 1 << 1,
        Link = 1 << 2,
        OtherLink = 1 << 3,
        Flags = 1 << 4,
    }

    /// <summary>Writes a row.</summary>
    /// <param name="target">Has room for <see cref="BytesMax"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="other">A call that the reader will know by then.</param>
    /// <returns>Bytes that were written.</returns>
    public static int Write(Span<byte> target, in UsageRow row, in UsageEvent other)
    {
        var writer = new PackWriter(target[HeadBytes..]);
        if (row.Key != 0) writer.Key(row.Key);
        if (row.Rank != 0) writer.Signed(row.Rank);
        if (row.Link != 0) writer.Link(row.Link);
        if (row.OtherLink != 0) writer.Link(row.OtherLink);
        if (row.Flags != 0) writer.Signed(row.Flags);
        EventCodec.Write(ref writer, row.Event, other);
        int length = HeadBytes + writer.Length;
        (target[0], target[1]) = ((byte)length, (byte)FieldsOf(row));
        return length;
    }

    /// <summary>Reads a row. Bytes that are no row give a senseless one and do no other harm.</summary>
    /// <param name="bytes">The row and perhaps more.</param>
    /// <param name="row">Its event is the other call; becomes this row.</param>
    /// <param name="nameCount">Ids of names above this are not known.</param>
    public static void Read(ReadOnlySpan<byte> bytes, ref UsageRow row, int nameCount)
    {
        var cursor = new PackCursor(bytes, HeadBytes);
        (row.Key, row.Rank, row.Link, row.OtherLink, row.Flags) = ReadMarks(ref cursor, FieldsOf(bytes));
        EventCodec.Read(ref cursor, ref row.Event, nameCount);
    }

    /// <summary>What tells the row that stands first from its copies.</summary>
    public static RowMarks MarksOf(ReadOnlySpan<byte> bytes)
    {
        var cursor = new PackCursor(bytes, HeadBytes);
        return ReadMarks(ref cursor, FieldsOf(bytes));
    }

    /// <summary>The call of the row that stands first, as <see cref="EventCodec"/> wrote it; empty when it is no row.</summary>
    public static ReadOnlySpan<byte> CallOf(ReadOnlySpan<byte> bytes)
    {
        int start = CallOffset(bytes, 0), end = Math.Min(LengthOf(bytes), bytes.Length);
        return start < end ? bytes[start..end] : default;
    }

    /// <summary>Where the call begins of the row that stands at an offset.</summary>
    public static int CallOffset(ReadOnlySpan<byte> bytes, int row)
    {
        Fields fields = FieldsOf(bytes[row..]);
        int start = row + HeadBytes + (fields.HasFlag(Fields.Key) ? 2 * sizeof(ulong) : 0);
        if (fields.HasFlag(Fields.Rank)) start = PackCursor.Behind(bytes, start);
        start += (fields.HasFlag(Fields.Link) ? sizeof(ulong) : 0) + (fields.HasFlag(Fields.OtherLink) ? sizeof(ulong) : 0);
        return fields.HasFlag(Fields.Flags) ? PackCursor.Behind(bytes, start) : start;
    }

    /// <summary>Bytes of the row that stands first, at least one.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes) => Math.Max((byte)1, bytes[0]);

    /// <summary>The key of the row that stands first.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> bytes) =>
        FieldsOf(bytes).HasFlag(Fields.Key) ? new PackCursor(bytes, HeadBytes).Key() : 0;

    private static RowMarks ReadMarks(ref PackCursor cursor, Fields fields) => new(
        fields.HasFlag(Fields.Key) ? cursor.Key() : 0,
        fields.HasFlag(Fields.Rank) ? cursor.Signed() : 0,
        fields.HasFlag(Fields.Link) ? cursor.Link() : 0,
        fields.HasFlag(Fields.OtherLink) ? cursor.Link() : 0,
        fields.HasFlag(Fields.Flags) ? (int)cursor.Signed() : 0);

    private static Fields FieldsOf(ReadOnlySpan<byte> bytes) => bytes.Length > 1 ? (Fields)bytes[1] : Fields.None;

    private static Fields FieldsOf(in UsageRow row) =>
        If(row.Key != 0, Fields.Key) | If(row.Rank != 0, Fields.Rank) | If(row.Link != 0, Fields.Link)
        | If(row.OtherLink != 0, Fields.OtherLink) | If(row.Flags != 0, Fields.Flags);

    private static Fields If(bool condition, Fields field) => condition ? field : Fields.None;
}
