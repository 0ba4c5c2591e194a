using System.Text;

namespace Tokscale.Terminal;

/// <summary>Breaks text between words.</summary>
public static class TextWrap
{
    /// <summary>Lines no wider than <paramref name="width"/>, except for a word that is wider by itself.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        int lineWidth = 0;
        foreach (string word in text.Split(' '))
        {
            int wordWidth = TextWidth.Of(word);
            if (lineWidth > 0 && lineWidth + 1 + wordWidth > width)
            {
                yield return line.ToString();
                line.Clear();
                lineWidth = 0;
            }
            if (line.Length > 0)
            {
                line.Append(' ');
                lineWidth++;
            }
            line.Append(word);
            lineWidth += wordWidth;
        }
        yield return line.ToString();
    }
}
