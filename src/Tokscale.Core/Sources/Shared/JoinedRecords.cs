using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Several records in one line: a crash cut a record short, or lost its line end, and what was written next went on behind it.
/// A program writes its records alike, so another one begins where the opening of the line, up to its first name, stands again and
/// is no value.
/// </summary>
public static class JoinedRecords
{
    /// <summary>Reads the records of a line that is no record as a whole.</summary>
    /// <returns>
    /// False: there is damage. That the last record of an unfinished line is cut short is none: it is being written, or its writer was
    /// killed, and the next run sees more.
    /// </returns>
    public static bool TryRead(LogLine line, ILineParser parser)
    {
        bool isUnfinished = line.IsTorn && line.Bytes[0] == '{';
        ReadOnlySpan<byte> text = line.Bytes, opening = OpeningOf(text);
        int next = IndexOfRecord(text, opening, 1);
        if (next < 0) return isUnfinished;
        bool isWhole = true;
        for (int start = 0; start >= 0; start = next)
        {
            next = IndexOfRecord(text, opening, start + 1);
            bool mayBeCut = isUnfinished && next < 0;
            ReadOnlySpan<byte> record = text[start..(next < 0 ? text.Length : next)].TrimEnd(" \t\r\0"u8);
            LineOutcome outcome = parser.ReadLine(new LogLine(record, line.Number, hasMarker: true, isTorn: mayBeCut));
            isWhole &= outcome != LineOutcome.Malformed || mayBeCut;
        }
        return isWhole;
    }

    /// <summary>The bracket and the first name, as in <c>{"type":</c>; empty when the line does not begin so.</summary>
    private static ReadOnlySpan<byte> OpeningOf(ReadOnlySpan<byte> line)
    {
        var json = new JsonCursor(line);
        return json.TryBeginObject() && json.TryReadName(out _) ? line[..json.Position].TrimEnd(" \t"u8) : default;
    }

    /// <summary>Where a record begins, from a place on; -1: nowhere.</summary>
    private static int IndexOfRecord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> opening, int from)
    {
        while (from < line.Length && !opening.IsEmpty)
        {
            int found = line[from..].IndexOf(opening);
            if (found < 0) return -1;
            ReadOnlySpan<byte> before = line[..(from + found)].TrimEnd(" \t\r\0"u8);
            if (before.IsEmpty || before[^1] is not ((byte)':' or (byte)',' or (byte)'[')) return from + found;
            from += found + 1;
        }
        return -1;
    }
}
