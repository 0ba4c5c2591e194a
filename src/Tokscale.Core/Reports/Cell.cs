namespace Tokscale.Core.Reports;

/// <summary>A value in a report, of the kind its column says. Both parts null: not known.</summary>
/// <param name="Text">For texts, paths and lists of names (joined).</param>
/// <param name="Number">For all other kinds.</param>
/// <param name="Marks">What is to be said about the value.</param>
public readonly record struct Cell(string? Text, decimal? Number, CellMarks Marks)
{
    public static Cell Unknown => default;

    public bool IsKnown => Text is not null || Number is not null;

    public static Cell Of(string? text) => new(text, null, CellMarks.None);

    public static Cell Of(long? number) => new(null, number, CellMarks.None);

    public static Cell Of(decimal? number, CellMarks marks = CellMarks.None) => new(null, number, marks);
}
