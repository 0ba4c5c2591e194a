using Spectre.Console;

namespace Tokscale.Terminal;

/// <summary>Colours from the sixteen that every terminal has, so that they follow the user's own theme.</summary>
internal static class ScreenTheme
{
    /// <summary>What a tone looks like on a screen; nothing, not even bold, where escape codes are not welcome.</summary>
    public static Style StyleOf(ScreenTone tone, ScreenStyle screen) => screen.HasColour ? StyleOf(tone) : Style.Plain;

    private static Style StyleOf(ScreenTone tone) => tone switch
    {
        ScreenTone.Title => new Style(decoration: Decoration.Bold),
        ScreenTone.Name => new Style(Color.Teal),
        ScreenTone.Strong => new Style(Color.Green),
        ScreenTone.Dim => new Style(Color.Grey),
        ScreenTone.Caution => new Style(Color.Olive),
        ScreenTone.Alarm => new Style(Color.Maroon),
        ScreenTone.Bar => new Style(Color.Navy),
        _ => Style.Plain,
    };
}
