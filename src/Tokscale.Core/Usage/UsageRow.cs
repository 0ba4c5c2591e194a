namespace Tokscale.Core.Usage;

/// <summary>
/// One record of a log that may be a billed call, before copies are resolved: agents write the same call several times,
/// into one file or into many. Sources fill the fields their duplicate rule needs and leave the others at 0.
/// </summary>
public struct UsageRow
{
    public UsageEvent Event;

    /// <summary>Identity of the billed call (a hash); rows that share it are copies. 0: the row is one of a kind.</summary>
    public UInt128 Key;

    /// <summary>Which copy is the right one: the highest wins.</summary>
    public long Rank;

    /// <summary>A second identity, for rules that need one.</summary>
    public ulong Link;

    /// <summary>A third identity, for rules that need one.</summary>
    public ulong OtherLink;

    /// <summary>Meaning is the source's own.</summary>
    public int Flags;
}
