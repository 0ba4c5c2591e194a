using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Counters as a row has them: the input holds the caches.</summary>
internal readonly record struct GooseSums(long Input, long Output, long CacheRead, long CacheWrite)
{
    public TokenCounts Tokens => InclusiveTokens.Split(Input, CacheRead, CacheWrite, Output, reasoning: 0);

    public static GooseSums operator +(in GooseSums a, in GooseSums b) =>
        new(a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite);

    /// <summary>What these have more than others, counter by counter; caches that are not in the rest of the input are in theirs.</summary>
    public GooseSums Beyond(in GooseSums others)
    {
        long input = Math.Max(0, Input - others.Input);
        long cacheRead = Math.Clamp(CacheRead - others.CacheRead, 0, input);
        return new(input, Math.Max(0, Output - others.Output), cacheRead, Math.Clamp(CacheWrite - others.CacheWrite, 0, input - cacheRead));
    }
}
