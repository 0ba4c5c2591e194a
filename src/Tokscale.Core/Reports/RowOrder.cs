namespace Tokscale.Core.Reports;

/// <summary>What rows can be sorted by.</summary>
public enum RowOrder : byte
{
    Cost,
    Tokens,
    Messages,
    Name,
    Date,
    Input,
    Output,
}
