using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Reads one export. A row is one usage event.</summary>
internal sealed class CursorParser(SourceFile file, UsageSink sink)
{
    /// <summary>So many rows may come before the header.</summary>
    private const int StrangeRowsMax = 10;

    private readonly CursorEvents _events = new(file, sink);
    private bool _hasOddNumber;

    public void Read(ReadOnlySpan<byte> export)
    {
        var rows = new CsvReader(export);
        if (!TryReadHeader(ref rows, out CursorColumns columns))
        {
            // A page that asks to sign in, saved in place of the export.
            sink.Report(ProblemKind.MalformedFile, detail: "no usage export: columns are missing");
            return;
        }
        if (export.IndexOf((byte)0) is >= 0 and var nul) sink.Report(ProblemKind.MalformedLine, 1 + export[..nul].Count((byte)'\n'));
        while (rows.TryRead())
        {
            // The last row may have been cut; the others are whole or damaged.
            if (!TryReadRow(rows, columns) && !rows.IsTorn) sink.Report(ProblemKind.MalformedLine, rows.LineNumber);
        }
    }

    /// <summary>Something else may have come before the header; it is told.</summary>
    private bool TryReadHeader(ref CsvReader rows, out CursorColumns columns)
    {
        columns = default;
        var strange = new List<long>();
        while (strange.Count < StrangeRowsMax && rows.TryRead())
        {
            columns = CursorColumns.Of(rows);
            if (columns.IsComplete)
            {
                rows.TakeAsHeader();
                foreach (long line in strange) sink.Report(ProblemKind.MalformedLine, line);
                return true;
            }
            strange.Add(rows.LineNumber);
        }
        return false;
    }

    private bool TryReadRow(in CsvReader row, in CursorColumns columns)
    {
        if (row.Width < columns.Width || HasFurtherText(row, columns.Width)) return false;
        if (TimeOf(row[columns.Date]) is not { } timestampMs || row[columns.Model].IsEmpty) return false;
        _hasOddNumber = false;
        TokenCounts tokens = TokensOf(row, columns);
        if (_hasOddNumber) sink.Report(ProblemKind.RefusedNumber, row.LineNumber);
        _events.Add(new CursorEvent
        {
            TimestampMs = timestampMs,
            Model = row[columns.Model],
            Tokens = tokens,
            CostUsd = CsvNumber.Amount(row[columns.Cost]),
            IsFree = IsFree(row[columns.Kind]),
            Agent = row[columns.CloudAgent],
        });
        return true;
    }

    /// <summary>More cells than the header names: a comma without quotes moved the rest to wrong columns.</summary>
    private static bool HasFurtherText(in CsvReader row, int width)
    {
        for (int column = width; column < row.Width; column++)
        {
            if (!row[column].IsEmpty) return true;
        }
        return false;
    }

    private TokenCounts TokensOf(in CsvReader row, in CursorColumns columns)
    {
        long cacheWrite = CountOf(row[columns.CacheWrite]), input = CountOf(row[columns.Input]);
        long cacheRead = CountOf(row[columns.CacheRead]), output = CountOf(row[columns.Output]);
        long total = CountOf(row[columns.Total]);
        // The columns stand beside each other, unless the total proves that the first one holds the second.
        long whenInside = cacheWrite + cacheRead + output;
        if (input > 0 && total > 0 && total == whenInside) cacheWrite = Math.Max(0, cacheWrite - input);
        return new TokenCounts(input, output, cacheRead, cacheWrite, 0, 0);
    }

    private static bool IsFree(ReadOnlySpan<byte> kind) => kind.IndexOf("No Charge"u8) >= 0 || kind.IndexOf("Not Charged"u8) >= 0;

    private long CountOf(ReadOnlySpan<byte> cell)
    {
        long count = CsvNumber.Count(cell, out bool isOdd);
        _hasOddNumber |= isOdd;
        return count;
    }

    /// <summary>The time of an event: ISO 8601, or a day, of which noon keeps the date in nearly every zone.</summary>
    internal static long? TimeOf(ReadOnlySpan<byte> cell)
    {
        const int DateLength = 10;
        if (cell.Length != DateLength) return LogTime.Parse(cell);
        Span<byte> noon = stackalloc byte[DateLength + "T12:00Z".Length];
        cell.CopyTo(noon);
        "T12:00Z"u8.CopyTo(noon[DateLength..]);
        return LogTime.Parse(noon);
    }
}
