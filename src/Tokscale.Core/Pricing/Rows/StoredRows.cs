using System.Globalization;
using System.IO.Hashing;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>A row in the file of a kept list: where its key, as JSON writes it but without quotes, and its value lie.</summary>
internal readonly record struct StoredRow(int KeyStart, int KeyLength, int Start, int Length);

/// <summary>
/// Finds the rows of a kept list without parsing them: a prompt needs a few of thousands, and parsing all took longer than everything
/// else that it does. Only for text whose hash says that <see cref="StoredPriceList"/> wrote it, a row a line.
/// </summary>
internal static class StoredRows
{
    public static string HashOf(ReadOnlySpan<byte> rows) => XxHash3.HashToUInt64(rows).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Splits the lines <c>"key":{…}</c>, each but the first behind a comma.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the rows' object begins.</param>
    /// <param name="end">Behind its end.</param>
    public static List<StoredRow> Split(ReadOnlySpan<byte> file, int start, int end)
    {
        var rows = new List<StoredRow>();
        int lineEnd;
        for (int line = start + 1; line < end - 1; line = lineEnd)
        {
            int keyStart = line + (rows.Count == 0 ? 2 : 3); // Behind line end, comma and quote.
            int length = file[keyStart..(end - 1)].IndexOf((byte)'\n');
            lineEnd = length < 0 ? end - 1 : keyStart + length;
            int keyLength = KeyLengthOf(file[keyStart..lineEnd]);
            int rowStart = keyStart + keyLength + 2; // Behind quote and colon.
            rows.Add(new StoredRow(keyStart, keyLength, rowStart, lineEnd - rowStart));
        }
        return rows;
    }

    private static int KeyLengthOf(ReadOnlySpan<byte> line)
    {
        int length = 0;
        while (line[length] != '"') length += line[length] == '\\' ? 2 : 1;
        return length;
    }
}
