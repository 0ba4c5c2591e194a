namespace Tokscale.Core.Reports;

/// <summary>Where a column is shown.</summary>
[Flags]
public enum ColumnPlaces : byte
{
    /// <summary>Tables for people.</summary>
    Screen = 1,

    /// <summary>Files for programs, whose columns must not depend on the data.</summary>
    Export = 2,

    Everywhere = Screen | Export,
}
