namespace Tokscale.Terminal;

/// <summary>A bar of text.</summary>
public static class BarText
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <param name="share">0 to 1.</param>
    /// <param name="width">Cells of a whole bar; shorter bars are filled up with blanks.</param>
    /// <param name="hasUnicode">Draw in eighths of a cell.</param>
    public static string Of(double share, int width, bool hasUnicode)
    {
        double filled = Math.Clamp(share, 0, 1) * width;
        if (!hasUnicode) return new string('#', (int)Math.Round(filled)).PadRight(width);
        int eighths = (int)Math.Round(filled * 8);
        string bar = new('█', eighths / 8);
        return (eighths % 8 > 0 ? bar + Eighths[eighths % 8] : bar).PadRight(width);
    }
}
