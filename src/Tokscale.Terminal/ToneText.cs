namespace Tokscale.Terminal;

/// <summary>Colours a piece of a line, where a table's renderer would be too much.</summary>
public static class ToneText
{
    private const string Reset = "\u001b[0m";

    /// <param name="text">Safe text.</param>
    /// <param name="tone">What it means.</param>
    /// <param name="style">Without colour the text stays as it is.</param>
    public static string Of(string text, ScreenTone tone, ScreenStyle style)
    {
        if (!style.HasColour) return text;
        int colour = tone switch
        {
            ScreenTone.Strong => 32,
            ScreenTone.Caution => 33,
            ScreenTone.Alarm => 31,
            ScreenTone.Name => 36,
            ScreenTone.Dim => 90,
            _ => 39,
        };
        return $"\u001b[{colour}m{text}{Reset}";
    }
}
