namespace Tokscale.Core.Archiving;

/// <summary>
/// Which fields of a row are written; the others have their usual value. The values are part of the format: never changed, and
/// new ones make a new <see cref="RowEncoder.Version"/>.
/// </summary>
[Flags]
internal enum RowFields : uint
{
    None = 0,
    Key = 1 << 0,
    Rank = 1 << 1,
    Link = 1 << 2,
    OtherLink = 1 << 3,
    Flags = 1 << 4,
    Model = 1 << 5,
    Provider = 1 << 6,
    Session = 1 << 7,
    Project = 1 << 8,
    Agent = 1 << 9,
    CacheRead = 1 << 10,
    CacheWrite = 1 << 11,
    CacheWrite1h = 1 << 12,
    Reasoning = 1 << 13,
    Messages = 1 << 14,
    Class = 1 << 15,
    WebSearches = 1 << 16,
    Duration = 1 << 17,
    Cost = 1 << 18,
    Credits = 1 << 19,
    All = (1 << 20) - 1,
}
