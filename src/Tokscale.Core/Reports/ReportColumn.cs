namespace Tokscale.Core.Reports;

/// <summary>A column of a report.</summary>
/// <param name="Id">The name for programs, camelCase.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Kind">What its cells mean.</param>
public sealed record ReportColumn(string Id, string Title, ColumnKind Kind)
{
    /// <summary>The title where room is scarce.</summary>
    public string ShortTitle { get; init; } = Title;

    public ColumnPlaces Places { get; init; } = ColumnPlaces.Everywhere;

    /// <summary>On a narrow screen columns with the highest rank go first; 0: never.</summary>
    public int DropRank { get; init; }

    /// <summary>Holds sentences, to be read to their end.</summary>
    public bool IsProse { get; init; }

    /// <summary>Tells what the row is about.</summary>
    public bool IsKey { get; init; }
}
