namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>A call that was read: what its row does not hold.</summary>
/// <param name="Row">Index of its row.</param>
/// <param name="Usage">Its counts as logged.</param>
internal readonly record struct EntryCall(int Row, EntryUsage Usage);
