namespace Tokscale.Terminal;

/// <summary>What a screen can show.</summary>
/// <param name="Width">Cells of a line; null when there is no limit, as in a pipe.</param>
/// <param name="HasColour">Escape codes are welcome.</param>
/// <param name="HasUnicode">Lines, bars and marks beyond ASCII are welcome.</param>
public sealed record ScreenStyle(int? Width, bool HasColour, bool HasUnicode)
{
    /// <summary>A pipe or a file.</summary>
    public static ScreenStyle Plain { get; } = new(null, HasColour: false, HasUnicode: true);
}
