using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Counters as a row has them: the input holds the caches.</summary>
internal readonly record struct GooseSums(long Input, long Output, long CacheRead, long CacheWrite)
{
    public TokenCounts Tokens => InclusiveTokens.Split(Input, CacheRead, CacheWrite, Output, reasoning: 0);

    public static GooseSums operator +(in GooseSums a, in GooseSums b) =>
        new(a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite);

    /// <summary>What these have more than others, counter by counter.</summary>
    public GooseSums Beyond(in GooseSums others) => new(
        Math.Max(0, Input - others.Input), Math.Max(0, Output - others.Output),
        Math.Max(0, CacheRead - others.CacheRead), Math.Max(0, CacheWrite - others.CacheWrite));
}
