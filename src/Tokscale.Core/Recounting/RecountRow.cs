using System.Text;
using System.Text.Json;
using SQLitePCL;

namespace Tokscale.Core.Recounting;

/// <summary>A row of a database by column names. A column that is missing reads as null.</summary>
public sealed class RecountRow
{
    private const long CountMax = (1L << 53) - 1;
    private const double CostUsdMax = 1_000_000;

    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    private RecountRow()
    {
    }

    /// <summary>The table has the column.</summary>
    public bool Has(string column) => _values.ContainsKey(column);

    public bool IsNull(string column) => _values.GetValueOrDefault(column) is null;

    /// <summary>A text, or a number as text; null when there is none or it is empty.</summary>
    public string? Text(string column)
    {
        string? text = _values.GetValueOrDefault(column) switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            var other => other as string,
        };
        text = text?.Trim(' ', '\t', '\r', '\n', '\0');
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The bytes of a column; empty when it has none.</summary>
    public byte[] Bytes(string column) => _values.GetValueOrDefault(column) switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => [],
    };

    /// <summary>The JSON in a column.</summary>
    public JsonElement Json(string column) => RecountJson.Parse(Bytes(column));

    /// <summary>A number, also one in a text.</summary>
    public double? Number(string column) => _values.GetValueOrDefault(column) switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        string text => RecountText.Number(text.Trim(' ')),
        _ => null,
    };

    /// <summary>A count: fractions are cut; null for what cannot be one.</summary>
    public long? CountOrNull(string column) => _values.GetValueOrDefault(column) is long whole
        ? whole is >= 0 and <= CountMax ? whole : null
        : Number(column) is > -1 and <= CountMax and var number ? (long)number : null;

    public long Count(string column) => CountOrNull(column) ?? 0;

    public decimal? Money(string column) => Number(column) is >= 0 and < CostUsdMax and var money ? (decimal)money : null;

    /// <summary>A time as number or text, in UTC milliseconds since 1970.</summary>
    public long? Time(string column) => Number(column) is { } number ? RecountTime.Of(number) : RecountTime.Of(Text(column));

    internal static RecountRow Of(sqlite3_stmt statement)
    {
        var row = new RecountRow();
        for (int column = 0; column < raw.sqlite3_column_count(statement); column++)
        {
            row._values[raw.sqlite3_column_name(statement, column).utf8_to_string()] = raw.sqlite3_column_type(statement, column) switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
                raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
                raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
                raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
                _ => null,
            };
        }
        return row;
    }
}
