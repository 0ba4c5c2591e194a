namespace Tokscale.Core.Pricing.Rows;

/// <summary>Published prices in US dollars a token; null where the source publishes none.</summary>
internal readonly record struct Rates(
    decimal? Input, decimal? Output, decimal? CacheRead, decimal? CacheWrite, decimal? CacheWrite1h, decimal? Reasoning)
{
    public const int ClassCount = 6;

    public decimal? this[TokenClass tokenClass] => tokenClass switch
    {
        TokenClass.Input => Input,
        TokenClass.Output => Output,
        TokenClass.CacheRead => CacheRead,
        TokenClass.CacheWrite => CacheWrite,
        TokenClass.CacheWrite1h => CacheWrite1h,
        _ => Reasoning,
    };

    /// <summary>True when both prices are there that every call needs.</summary>
    public bool IsComplete => Input is not null && Output is not null;

    public bool IsEmpty => this == default;

    /// <summary>How many of the prices are published.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < ClassCount; i++)
                if (this[(TokenClass)i] is not null) count++;
            return count;
        }
    }

    public Rates With(TokenClass tokenClass, decimal? price) => tokenClass switch
    {
        TokenClass.Input => this with { Input = price },
        TokenClass.Output => this with { Output = price },
        TokenClass.CacheRead => this with { CacheRead = price },
        TokenClass.CacheWrite => this with { CacheWrite = price },
        TokenClass.CacheWrite1h => this with { CacheWrite1h = price },
        _ => this with { Reasoning = price },
    };
}
