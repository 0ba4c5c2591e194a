namespace Tokscale.Core.Sources.Shared;

/// <summary>Settings that people write by hand are JSON with comments.</summary>
public static class JsonComments
{
    /// <summary>A copy of the text in which blanks stand for <c>// …</c> and <c>/* … */</c>.</summary>
    public static byte[] Blank(ReadOnlySpan<byte> text)
    {
        byte[] json = text.ToArray();
        for (int index = 0; index < json.Length; index++)
        {
            ReadOnlySpan<byte> rest = json.AsSpan(index);
            int length = rest.StartsWith("//"u8) ? LengthUntil(rest, "\n"u8)
                : rest.StartsWith("/*"u8) ? 2 + LengthUntil(rest[2..], "*/"u8) + 2
                : 0;
            length = Math.Min(length, rest.Length);
            json.AsSpan(index, length).Fill((byte)' ');
            index += rest[0] == '"' ? LengthOfString(rest) - 1 : Math.Max(0, length - 1);
        }
        return json;
    }

    private static int LengthUntil(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) => text.IndexOf(end) is >= 0 and var length ? length : text.Length;

    private static int LengthOfString(ReadOnlySpan<byte> text)
    {
        int length = 1;
        while (length < text.Length && text[length] != '"') length += text[length] == '\\' ? 2 : 1;
        return Math.Min(length + 1, text.Length);
    }
}
