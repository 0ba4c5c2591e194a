using System.Globalization;
using System.Text;

namespace Tokscale.Terminal;

/// <summary>
/// Makes text from files harmless on a screen. Names in logs can hold escape sequences, line breaks and marks that turn the
/// direction of writing; here each such character becomes visible, as <c>&lt;U+001B&gt;</c>.
/// </summary>
public static class SafeText
{
    /// <summary>Longer names are cut: a log can hold one of a megabyte.</summary>
    public const int LengthMax = 256;

    /// <summary>The text with invisible characters made visible, cut to <see cref="LengthMax"/> characters.</summary>
    public static string Of(string text)
    {
        if (text.Length > LengthMax) text = string.Concat(Head(text), "…");
        return IsSafe(text) ? text : Escape(text);
    }

    /// <summary>A whole sentence of ours with such names in it: line breaks and the rest are made visible, nothing is cut.</summary>
    public static string OfMessage(string text) => IsSafe(text) ? text : Escape(text);

    private static ReadOnlySpan<char> Head(string text)
    {
        int length = LengthMax - 1;
        return text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
    }

    private static bool IsSafe(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or > '~') return IsSafeUnicode(text);
        return true;
    }

    private static bool IsSafeUnicode(string text)
    {
        for (int index = 0; index < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int length) != System.Buffers.OperationStatus.Done || IsHidden(rune))
                return false;
            index += length;
        }
        return true;
    }

    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        for (int index = 0; index < text.Length;)
        {
            bool isScalar = Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (isScalar && !IsHidden(rune)) safe.Append(text, index, length);
            else safe.Append(CultureInfo.InvariantCulture, $"<U+{(isScalar ? rune.Value : text[index]):X4}>");
            index += length;
        }
        return safe.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
