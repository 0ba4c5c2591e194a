using Tokscale.Core.Pricing;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>The calls of one row that share a source, a model and a price: the unit to which a price is applied once.</summary>
internal sealed class UsageBucket(UsageBucketKey key, PriceMatch? price)
{
    /// <summary>Money is kept to this many decimals, so that rows add up to totals as printed.</summary>
    private const int CostDecimals = 10;

    private long _projectMs = long.MaxValue;

    public UsageBucketKey Key { get; } = key;

    public PriceMatch? Price { get; } = price;

    public TokenCounts Tokens { get; private set; }

    public long Messages { get; private set; }

    public long WebSearches { get; private set; }

    public long DurationMs { get; private set; }

    /// <summary>Tokens of the calls whose duration is known.</summary>
    public long TimedTokens { get; private set; }

    public long TimedCalls { get; private set; }

    public long FirstMs { get; private set; } = long.MaxValue;

    public long LastMs { get; private set; } = long.MinValue;

    public bool IsEstimated { get; private set; }

    /// <summary>Project of the earliest call.</summary>
    public NameId Project { get; private set; }

    private decimal LoggedCostUsd { get; set; }

    public void Add(in UsageEvent call)
    {
        Tokens = TokenSums.Add(Tokens, call.Tokens);
        Messages += call.Messages;
        WebSearches += call.WebSearches;
        if (call.DurationMs > 0)
        {
            DurationMs += call.DurationMs;
            TimedTokens = TokenSums.Add(TimedTokens, TokenSums.Total(call.Tokens));
            TimedCalls++;
        }
        FirstMs = Math.Min(FirstMs, call.TimestampMs);
        LastMs = Math.Max(LastMs, call.TimestampMs);
        IsEstimated |= call.IsEstimated;
        if (Key.UsesLoggedCost) LoggedCostUsd += call.LoggedCostUsd ?? 0;
        if (call.TimestampMs >= _projectMs) return;
        _projectMs = call.TimestampMs;
        Project = call.Project;
    }

    /// <summary>Adds the calls of a bucket of the same key, which come behind these.</summary>
    public void Add(UsageBucket later)
    {
        Tokens = TokenSums.Add(Tokens, later.Tokens);
        Messages += later.Messages;
        WebSearches += later.WebSearches;
        DurationMs += later.DurationMs;
        TimedTokens = TokenSums.Add(TimedTokens, later.TimedTokens);
        TimedCalls += later.TimedCalls;
        FirstMs = Math.Min(FirstMs, later.FirstMs);
        LastMs = Math.Max(LastMs, later.LastMs);
        IsEstimated |= later.IsEstimated;
        LoggedCostUsd += later.LoggedCostUsd;
        if (later._projectMs >= _projectMs) return;
        _projectMs = later._projectMs;
        Project = later.Project;
    }

    /// <summary>What the calls were billed at.</summary>
    public AppliedPrice Applied(NameTable names)
    {
        decimal? costUsd = CostUsd();
        bool isCalculated = costUsd is not null && !Key.UsesLoggedCost;
        return new AppliedPrice(
            names[Key.Model], names[Key.Provider], isCalculated ? Price : null, Key.Class, Key.Band,
            new UsageFigures
            {
                Tokens = Tokens,
                Messages = Messages,
                WebSearches = WebSearches,
                CostUsd = costUsd,
                CostSource = costUsd is null ? CostSource.None : isCalculated ? CostSource.Calculated : CostSource.Logged,
                UnpricedTokens = costUsd is null ? TokenSums.Total(Tokens) : 0,
                IsEstimated = IsCostEstimated(),
                Speed = new CallSpeed(DurationMs, TimedTokens, TimedCalls),
            });
    }

    /// <summary>Cost in US dollars; null when no price is known.</summary>
    private decimal? CostUsd()
    {
        if (Key.UsesLoggedCost) return Round(LoggedCostUsd);
        if (Price is null || Key.IsWithoutCost) return null;
        return Round(Price.Cost(Tokens, Key.Class, Key.Band, WebSearches));
    }

    /// <summary>The cost rests on tokens that the agent guessed, or on a price that stands in for one not published.</summary>
    private bool IsCostEstimated() => IsEstimated || (Price is not null && !Key.UsesLoggedCost && (
        Price.Confidence <= PriceConfidence.Medium
        || Price.Card.NotesOf(Price.ClassOf(Key.Class), Key.Band) != PriceNotes.None
        || (Price.Card.AssumedFor(Tokens) & ~AssumedPrices.CacheReadBorrowed) != AssumedPrices.None));

    private static decimal Round(decimal costUsd) => Math.Round(costUsd, CostDecimals, MidpointRounding.ToEven);
}
