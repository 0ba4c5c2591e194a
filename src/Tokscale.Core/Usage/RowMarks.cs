namespace Tokscale.Core.Usage;

/// <summary>What tells a row from its copies, without the call itself; the fields are those of <see cref="UsageRow"/>.</summary>
public readonly record struct RowMarks(UInt128 Key, long Rank, ulong Link, ulong OtherLink, int Flags);
