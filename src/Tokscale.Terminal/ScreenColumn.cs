namespace Tokscale.Terminal;

/// <summary>A column of a table on a screen.</summary>
/// <param name="Title">Its head.</param>
/// <param name="ShortTitle">Its head where room is scarce.</param>
public sealed record ScreenColumn(string Title, string ShortTitle)
{
    /// <summary>Numbers stand at the right and are never cut.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Stands at the left and is never cut, such as a date.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Sentences, which go on in the next line where room is scarce and are not cut.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>Cut at the start rather than at the end where room is scarce.</summary>
    public bool IsCutAtStart { get; init; }

    /// <summary>Columns with the highest rank are left out first; 0: never.</summary>
    public int DropRank { get; init; }

    public ScreenTone Tone { get; init; }
}
