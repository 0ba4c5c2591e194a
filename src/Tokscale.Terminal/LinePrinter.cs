using Spectre.Console;

namespace Tokscale.Terminal;

/// <summary>Prints a line of text, wrapped between words to the width of the screen.</summary>
public static class LinePrinter
{
    /// <param name="text">Safe to print.</param>
    /// <param name="tone">Its weight.</param>
    /// <param name="style">The screen.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="indent">Blanks before the text and each line that it is wrapped to.</param>
    public static void Print(string text, ScreenTone tone, ScreenStyle style, TextWriter output, int indent = 0)
    {
        IAnsiConsole console = ScreenConsole.Create(output, style);
        console.Profile.Width = int.MaxValue / 2;
        foreach (string line in TextWrap.Lines(text, (style.Width ?? int.MaxValue) - indent))
        {
            console.Write(new Text(new string(' ', indent) + line, ScreenTheme.StyleOf(tone, style)));
            output.Write('\n');
        }
    }
}
