using System.Buffers.Text;
using System.Text;
using SQLitePCL;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Files;

/// <summary>One row of a query. Values are converted leniently: SQLite columns hold whatever was put into them.</summary>
/// <remarks>Valid until the next row is fetched, and so are the spans it gives.</remarks>
public readonly ref struct SqliteRow
{
    private readonly SqliteReader _reader;
    private readonly sqlite3_stmt _statement;

    internal SqliteRow(SqliteReader reader, sqlite3_stmt statement, long number) => (_reader, _statement, Number) = (reader, statement, number);

    /// <summary>1-based place in the query.</summary>
    public long Number { get; }

    public bool IsNull(int column) => TypeOf(column) == raw.SQLITE_NULL;

    /// <summary>The text (UTF-8) or the bytes of a column; a number in decimal; empty for null.</summary>
    public ReadOnlySpan<byte> Text(int column)
    {
        // Asked for text first, SQLite converts in place, and the bytes are those of the converted text.
        if (_reader.IsUtf16 && TypeOf(column) == raw.SQLITE_TEXT) raw.sqlite3_column_text(_statement, column);
        return raw.sqlite3_column_blob(_statement, column);
    }

    /// <summary>As <see cref="Text"/>, as a string.</summary>
    public string ToString(int column) => Encoding.UTF8.GetString(Text(column));

    /// <summary>
    /// A count: fractions are cut, and text with a number counts as that number. Null when there is none, and for a value that
    /// cannot be a count: it is reported.
    /// </summary>
    public long? Count(int column)
    {
        int type = TypeOf(column);
        if (type == raw.SQLITE_INTEGER)
        {
            if (raw.sqlite3_column_int64(_statement, column) is >= 0 and <= JsonCursor.CountMax and var count) return count;
        }
        else
        {
            if (type == raw.SQLITE_NULL || (type != raw.SQLITE_FLOAT && Text(column).IsEmpty)) return null;
            if (NumberOf(column) is > -1 and <= JsonCursor.CountMax and var number) return (long)number;
        }
        _reader.ReportRefused(this);
        return null;
    }

    /// <summary>A number, also when it is stored as text; null when there is none or it is not finite.</summary>
    public double? NumberOf(int column)
    {
        switch (TypeOf(column))
        {
            case raw.SQLITE_INTEGER or raw.SQLITE_FLOAT:
                double number = raw.sqlite3_column_double(_statement, column);
                return double.IsFinite(number) ? number : null;
            case raw.SQLITE_TEXT:
                ReadOnlySpan<byte> text = Text(column).Trim(" "u8);
                return Utf8Parser.TryParse(text, out double parsed, out int length) && length == text.Length && double.IsFinite(parsed) ? parsed : null;
            default:
                return null;
        }
    }

    /// <summary>An amount of money; null when it is negative or no sensible number.</summary>
    public decimal? Money(int column) => NumberOf(column) is >= 0 and < 1e15 and var amount ? (decimal)amount : null;

    /// <summary>A time as seconds, milliseconds or ISO 8601 text, in UTC milliseconds since 1970; null when there is none.</summary>
    public long? TimeMs(int column) =>
        NumberOf(column) is { } number ? LogTime.FromNumber(number)
        : TypeOf(column) == raw.SQLITE_TEXT ? LogTime.Parse(Text(column))
        : null;

    /// <summary>Counts this row as no valid record.</summary>
    public void ReportMalformed() => _reader.ReportMalformed(this);

    private int TypeOf(int column) => raw.sqlite3_column_type(_statement, column);
}
