using System.Text;
using Spectre.Console.Rendering;

namespace Tokscale.Terminal;

/// <summary>How many cells a text takes on a screen: wide characters and emoji take two.</summary>
public static class TextWidth
{
    public static int Of(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or > '~') return new Segment(text).CellCount();
        return text.Length;
    }

    /// <summary>Cuts a text to a width and marks the cut end.</summary>
    public static string CutEnd(string text, int width, string ellipsis = "…")
    {
        if (Of(text) <= width) return text;
        int room = width - Of(ellipsis);
        if (room <= 0) return ellipsis[..Math.Min(ellipsis.Length, Math.Max(0, width))];
        var head = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            room -= Of(rune.ToString());
            if (room < 0) break;
            head.Append(rune);
        }
        return head.Append(ellipsis).ToString();
    }

    /// <summary>Cuts the beginning of a text, for paths: their end tells them apart.</summary>
    public static string CutStart(string text, int width, string ellipsis = "…")
    {
        if (Of(text) <= width) return text;
        int room = width - Of(ellipsis);
        if (room <= 0) return CutEnd(text, width, ellipsis);
        Rune[] runes = [.. text.EnumerateRunes()];
        int first = runes.Length;
        while (first > 0 && (room -= Of(runes[first - 1].ToString())) >= 0) first--;
        var tail = new StringBuilder(ellipsis);
        foreach (Rune rune in runes.AsSpan(first)) tail.Append(rune);
        return tail.ToString();
    }
}
