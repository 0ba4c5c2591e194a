using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Measures text, which is all that tells how long an answer was.</summary>
internal static class KiroText
{
    /// <summary>Text lies in parts of parts; deeper there is none.</summary>
    private const int NestingMax = 8;

    /// <summary>Characters (code points) of a text.</summary>
    public static long LengthOf(in JsonText text)
    {
        long length = 0;
        foreach (byte next in text.Utf8)
        {
            if ((next & 0xC0) != 0x80) length++;
        }
        return length;
    }

    /// <summary>Characters of a value: a text, a part with a text, or a list of such. Parts of other kinds hold none.</summary>
    public static long LengthOfParts(ref JsonCursor json, int nesting = NestingMax)
    {
        switch (json.Peek())
        {
            case JsonKind.String:
                return LengthOf(json.ReadText());
            case JsonKind.Array when nesting > 0:
                long sum = 0;
                json.TryBeginArray();
                while (json.TryMoveToElement()) sum += LengthOfParts(ref json, nesting - 1);
                return sum;
            case JsonKind.Object when nesting > 0:
                return LengthOfPart(ref json, nesting - 1);
            default:
                json.SkipValue();
                return 0;
        }
    }

    private static long LengthOfPart(ref JsonCursor json, int nesting)
    {
        long length = 0;
        bool isText = true;
        json.TryBeginObject();
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8) || name.Is("type"u8)) isText = json.ReadText().Is("text"u8);
            // The same text may stand under two names.
            else if (name.Is("text"u8) || name.Is("content"u8) || name.Is("data"u8)) length = Math.Max(length, LengthOfParts(ref json, nesting));
            else json.SkipValue();
        }
        return isText ? length : 0;
    }
}
