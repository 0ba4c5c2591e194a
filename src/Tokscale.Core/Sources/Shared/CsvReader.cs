using System.Text;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Reads comma-separated values as RFC 4180 has them: quotes, doubled quotes, commas and line ends inside quotes; lines end
/// with LF, CR or both. A row whose quotes do not close is given as broken and costs no more than its own line.
/// </summary>
public ref struct CsvReader(ReadOnlySpan<byte> text)
{
    /// <summary>No real row is longer; bounds what an open quote can swallow before it is noticed.</summary>
    private const int RowBytesMax = 64 << 10;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly List<Cell> _cells = [];
    private int _position;
    private int _headerWidth;
    private long _nextLineNumber = 1;

    /// <summary>1-based line on which the row starts.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Cells of the row; 0 when it is broken.</summary>
    public readonly int Width => _cells.Count;

    /// <summary>Quotes of the row are wrong: where its cells begin and end cannot be told.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The text ends without a line end after this row: perhaps its writer was stopped.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Moves to the next row that is not blank. The first one is the header, which says how wide rows are.</summary>
    public bool TryRead()
    {
        while (_position < _text.Length)
        {
            int start = _position;
            LineNumber = _nextLineNumber;
            IsBroken = !TryReadCells(out int lineCount) || (lineCount > 1 && _headerWidth > 0 && Width != _headerWidth);
            if (IsBroken) PassFirstLine(start, out lineCount);
            _nextLineNumber += lineCount;
            if (!IsBroken && IsBlank()) continue;
            if (_headerWidth == 0) _headerWidth = Width;
            return true;
        }
        _cells.Clear();
        return false;
    }

    /// <summary>A cell's text, trimmed of blanks and NULs, doubled quotes resolved. Empty where the row has no such cell.</summary>
    public readonly ReadOnlySpan<byte> this[int column]
    {
        get
        {
            if ((uint)column >= (uint)_cells.Count) return default;
            Cell cell = _cells[column];
            ReadOnlySpan<byte> raw = _text.Slice(cell.Start, cell.Length);
            if (cell.HasDoubledQuotes) raw = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw).Replace("\"\"", "\"", StringComparison.Ordinal));
            return raw.Trim(" \t\0"u8);
        }
    }

    /// <summary>Takes this row for the header in place of the first one, which was something else.</summary>
    public void TakeAsHeader() => _headerWidth = Width;

    /// <returns>False when the quotes are wrong.</returns>
    private bool TryReadCells(out int lineCount)
    {
        _cells.Clear();
        lineCount = 1;
        int rowEndMax = (int)Math.Min(_text.Length, (long)_position + RowBytesMax);
        while (true)
        {
            if (!TryReadCell(rowEndMax, ref lineCount)) return false;
            IsTorn = _position >= _text.Length;
            if (IsTorn) return true;
            byte separator = _text[_position++];
            if (separator == ',') continue;
            if (separator == '\r' && _position < _text.Length && _text[_position] == '\n') _position++;
            return true;
        }
    }

    /// <summary>Reads one cell and stops at the comma or line end behind it.</summary>
    private bool TryReadCell(int rowEndMax, ref int lineCount)
    {
        int start = _position;
        while (start < _text.Length && _text[start] is (byte)' ' or (byte)'\t' or (byte)'\0') start++;
        if (start < _text.Length && _text[start] == '"') return TryReadQuotedCell(start + 1, rowEndMax, ref lineCount);
        int length = _text[_position..].IndexOfAny(",\r\n"u8);
        if (length < 0) length = _text.Length - _position;
        _cells.Add(new Cell(_position, length, HasDoubledQuotes: false));
        _position += length;
        return true;
    }

    private bool TryReadQuotedCell(int start, int rowEndMax, ref int lineCount)
    {
        bool hasDoubledQuotes = false;
        int position = start;
        while (true)
        {
            if (position >= rowEndMax) return false;
            int quote = _text[position..rowEndMax].IndexOf((byte)'"');
            if (quote < 0) return false;
            position += quote + 1;
            if (position >= _text.Length || _text[position] != '"') break;
            hasDoubledQuotes = true;
            position++;
        }
        int end = position - 1;
        while (position < _text.Length && _text[position] is (byte)' ' or (byte)'\t' or (byte)'\0') position++;
        // Text behind the closing quote: it was the opening quote of a later cell, and this cell's own is missing.
        if (position < _text.Length && _text[position] is not ((byte)',' or (byte)'\r' or (byte)'\n')) return false;
        lineCount += LineEndCount(_text[start..end]);
        _cells.Add(new Cell(start, end - start, hasDoubledQuotes));
        _position = position;
        return true;
    }

    private void PassFirstLine(int start, out int lineCount)
    {
        _cells.Clear();
        lineCount = 1;
        int length = _text[start..].IndexOfAny("\r\n"u8);
        IsTorn = length < 0;
        _position = IsTorn ? _text.Length : start + length + 1;
        if (!IsTorn && _text[_position - 1] == '\r' && _position < _text.Length && _text[_position] == '\n') _position++;
    }

    private static int LineEndCount(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);

    private readonly bool IsBlank() => _cells.Count == 1 && this[0].IsEmpty;

    private readonly record struct Cell(int Start, int Length, bool HasDoubledQuotes);
}
