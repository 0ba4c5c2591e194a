namespace Tokscale.Core.Recounting;

/// <summary>What two counts are compared by. Null: the log does not say.</summary>
public readonly record struct UsageGroup(DateOnly Day, string? Model, string? Session) : IComparable<UsageGroup>
{
    public int CompareTo(UsageGroup other)
    {
        int order = Day.CompareTo(other.Day);
        if (order == 0) order = string.CompareOrdinal(Model, other.Model);
        return order != 0 ? order : string.CompareOrdinal(Session, other.Session);
    }
}
