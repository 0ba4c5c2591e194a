namespace Tokscale.Core.Sources.Shared;

/// <summary>Guesses tokens from text, for logs without counts. Events made of it say that they are estimated.</summary>
public static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    /// <summary>A quarter of the characters that a JSON value has when it is written compactly, rounded up.</summary>
    /// <param name="json">A valid value as it stands in the log; empty gives 0.</param>
    public static long OfJson(ReadOnlySpan<byte> json) => (CompactLength(json) + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>Characters without the blanks between values, and with letters that were escaped without need counted once.</summary>
    private static long CompactLength(ReadOnlySpan<byte> json)
    {
        long length = 0;
        bool isInString = false;
        for (int index = 0; index < json.Length; index++)
        {
            byte next = json[index];
            if (isInString && next == '\\')
            {
                length += EscapedLength(json[index..], out int escapeBytes);
                index += escapeBytes - 1;
                continue;
            }
            if (next == '"') isInString = !isInString;
            bool isBlank = !isInString && next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
            bool isContinuation = (next & 0xC0) == 0x80; // Of a character that was counted at its first byte.
            if (!isBlank && !isContinuation) length++;
        }
        return length;
    }

    /// <summary>What an escape counts in compact JSON, where only quotes, backslashes and control characters are escaped.</summary>
    private static int EscapedLength(ReadOnlySpan<byte> escape, out int escapeBytes)
    {
        const int UnicodeEscapeBytes = 6, ControlMax = 0x1F;
        escapeBytes = 2;
        if (escape[1] == '/') return 1;
        if (escape[1] != 'u') return 2;
        escapeBytes = UnicodeEscapeBytes;
        System.Buffers.Text.Utf8Parser.TryParse(escape[2..UnicodeEscapeBytes], out ushort unit, out _, 'x');
        if (char.IsLowSurrogate((char)unit)) return 0; // Second half of a character.
        return unit switch
        {
            '\b' or '\f' or '\n' or '\r' or '\t' or '"' or '\\' => 2,
            <= ControlMax => UnicodeEscapeBytes,
            _ => 1,
        };
    }
}
