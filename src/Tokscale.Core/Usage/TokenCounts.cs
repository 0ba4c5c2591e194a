namespace Tokscale.Core.Usage;

/// <summary>
/// Tokens by class. Classes never overlap, so <see cref="Total"/> is their plain sum; each is 0 or more.
/// </summary>
/// <param name="Input">Prompt tokens that were neither read from nor written to a cache.</param>
/// <param name="Output">Completion tokens without <paramref name="Reasoning"/>.</param>
/// <param name="CacheRead">Prompt tokens served from a cache.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache, for any lifetime.</param>
/// <param name="CacheWrite1h">The part of <paramref name="CacheWrite"/> kept for an hour, which costs more; not added again.</param>
/// <param name="Reasoning">Completion tokens spent thinking.</param>
public readonly record struct TokenCounts(
    long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite1h, long Reasoning)
{
    /// <summary>All tokens of the call.</summary>
    public long Total => Input + Output + CacheRead + CacheWrite + Reasoning;

    /// <summary>What the model had to read: the measure that long-context prices go by.</summary>
    public long PromptTotal => Input + CacheRead + CacheWrite;

    /// <summary>The part of <see cref="CacheWrite"/> with the usual five-minute lifetime.</summary>
    public long CacheWrite5m => CacheWrite - CacheWrite1h;

    /// <summary>True when nothing was used: such a record is no usage event.</summary>
    public bool IsZero => (Input | Output | CacheRead | CacheWrite | Reasoning) == 0;

    /// <summary>What these have more than others, class by class.</summary>
    public TokenCounts Beyond(in TokenCounts others) => new(
        Math.Max(0, Input - others.Input), Math.Max(0, Output - others.Output), Math.Max(0, CacheRead - others.CacheRead),
        Math.Max(0, CacheWrite - others.CacheWrite), Math.Max(0, CacheWrite1h - others.CacheWrite1h), Math.Max(0, Reasoning - others.Reasoning));

    public static TokenCounts operator +(in TokenCounts a, in TokenCounts b) => new(
        a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead,
        a.CacheWrite + b.CacheWrite, a.CacheWrite1h + b.CacheWrite1h, a.Reasoning + b.Reasoning);
}
