using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Where the columns of an export stand: their order and number change from version to version. -1: there is none.</summary>
internal record struct CursorColumns()
{
    public int Date = -1, Model = -1, Kind = -1, CloudAgent = -1;
    public int CacheWrite = -1, Input = -1, CacheRead = -1, Output = -1, Total = -1, Cost = -1;

    /// <summary>Cells of the header.</summary>
    public int Width;

    /// <summary>The header has what a row cannot do without.</summary>
    public readonly bool IsComplete => Math.Min(Math.Min(Date, Model), Math.Min(Math.Min(CacheWrite, Input), Math.Min(CacheRead, Output))) >= 0;

    /// <summary>Reads the header on which the reader stands.</summary>
    public static CursorColumns Of(in CsvReader header)
    {
        var columns = new CursorColumns { Width = header.Width };
        for (int column = 0; column < header.Width; column++) columns.SetPlace(header[column], column);
        return columns;
    }

    private void SetPlace(ReadOnlySpan<byte> name, int column)
    {
        if (name.SequenceEqual("Date"u8)) Date = column;
        else if (name.SequenceEqual("Model"u8)) Model = column;
        else if (name.SequenceEqual("Kind"u8)) Kind = column;
        else if (name.SequenceEqual("Cloud Agent ID"u8)) CloudAgent = column;
        else if (name.SequenceEqual("Input (w/ Cache Write)"u8)) CacheWrite = column;
        else if (name.SequenceEqual("Input (w/o Cache Write)"u8)) Input = column;
        else if (name.SequenceEqual("Cache Read"u8)) CacheRead = column;
        else if (name.SequenceEqual("Output Tokens"u8)) Output = column;
        else if (name.SequenceEqual("Total Tokens"u8)) Total = column;
        else if (name.SequenceEqual("Cost"u8)) Cost = column;
    }
}
