using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Several records in one line: a crash cut a record short, or lost its line end, and what was written next went on behind it.
/// A program writes its records alike, so another one begins where the opening of the line, up to its first name, stands again and
/// is no value: behind a comma it is one in an array, where an object would go on with a name.
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
        bool isUnfinished = line.IsTorn && line.Bytes[0] == '{', isWhole = true;
        ReadOnlySpan<byte> text = line.Bytes, opening = OpeningOf(text);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOfRecord(text, opening, start);
            if (end - start == text.Length) return isUnfinished;
            bool mayBeCut = isUnfinished && end == text.Length;
            ReadOnlySpan<byte> record = text[start..end].TrimEnd(LineReader.Blanks);
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

    /// <summary>Where the next record begins behind the one at a place, or the text ends.</summary>
    private static int EndOfRecord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> opening, int start)
    {
        int end = start, walked = start;
        var openBrackets = new Stack<byte>();
        while (!opening.IsEmpty)
        {
            int found = text[(end + 1)..].IndexOf(opening);
            if (found < 0) break;
            end += 1 + found;
            ReadOnlySpan<byte> before = text[..end].TrimEnd(LineReader.Blanks);
            if (before.IsEmpty || before[^1] is not ((byte)':' or (byte)',' or (byte)'[')) return end;
            if (before[^1] != ',') continue;
            Walk(text[walked..end], openBrackets);
            walked = end;
            if (openBrackets.TryPeek(out byte last) && last == '{') return end;
        }
        return text.Length;
    }

    /// <summary>Keeps the brackets that are open at the end of a text.</summary>
    private static void Walk(ReadOnlySpan<byte> text, Stack<byte> openBrackets)
    {
        bool isInString = false;
        for (int at = 0; at < text.Length; at++)
        {
            byte sign = text[at];
            if (isInString && sign == '\\') at++;
            else if (sign == '"') isInString = !isInString;
            else if (isInString) continue;
            else if (sign is (byte)'{' or (byte)'[') openBrackets.Push(sign);
            else if (sign is (byte)'}' or (byte)']') openBrackets.TryPop(out _);
        }
    }
}
