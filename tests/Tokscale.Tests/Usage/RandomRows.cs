using Tokscale.Core.Usage;

namespace Tokscale.Tests.Usage;

/// <summary>Rows with every field now at rest, now at its limits, the same for each seed.</summary>
internal sealed class RandomRows(int seed)
{
    private readonly Random _random = new(seed);

    public UsageRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Row())];

    public UsageRow Row() => new()
    {
        Key = _random.Next(4) == 0 ? 0 : new UInt128((ulong)_random.Next(3), (ulong)_random.Next(50)),
        Rank = Number(),
        Link = (ulong)Number(),
        OtherLink = (ulong)Number(),
        Flags = (int)Number(),
        Event = Event(),
    };

    public UsageEvent Event() => new()
    {
        TimestampMs = Number(),
        Tokens = new TokenCounts(Number(), Number(), Number(), Number(), Number(), Number()),
        Model = Name(),
        Provider = Name(),
        Session = Name(),
        Project = Name(),
        Agent = Name(),
        Class = new PriceClass((ServiceTier)_random.Next(4), Coin(), (InferenceRegion)_random.Next(3), Coin()),
        Messages = _random.Next(3),
        WebSearches = (int)Number(),
        DurationMs = (int)Number(),
        IsEstimated = Coin(),
        IsCostFinal = Coin(),
        LoggedCostUsd = Coin() ? _random.Next(1_000_000) / 1000m : null,
        LoggedCredits = Coin() ? _random.Next(1_000_000) / 1000m : null,
    };

    private bool Coin() => _random.Next(2) == 0;

    private NameId Name() => new(_random.Next(3) == 0 ? int.MaxValue : _random.Next(3));

    private long Number() => _random.Next(6) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => _random.Next(1000),
        3 => -_random.Next(1000),
        _ => 0,
    };
}
