using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing;

/// <summary>A price and how it was found.</summary>
/// <param name="Card">The prices.</param>
/// <param name="Source">Whose list they are from, by <see cref="PriceSources"/>.</param>
/// <param name="MatchedKey">The list's key, as the list spells it.</param>
/// <param name="Confidence">How sure it is that the price is this model's.</param>
/// <param name="How">How it was found, in a few words for people.</param>
public sealed record PriceMatch(PriceCard Card, string Source, string MatchedKey, PriceConfidence Confidence, string How)
{
    /// <summary>The day the list was published or fetched; for the user's own prices the day their file was written.</summary>
    public DateOnly Date { get; init; }

    /// <summary>The source has dropped the model; the price is its last one.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The id itself names the fast mode, so every call of it is fast.</summary>
    public bool IsFast { get; init; }

    /// <summary>The settings (effort, thinking, speed) that the id carries besides the model; null when there are none.</summary>
    public string? Removed { get; init; }

    /// <summary>The price is a router's, for a call that did not go through it.</summary>
    public bool IsRoutersPrice { get; init; }

    /// <summary>What the source says wrong about this model and was put right; null when nothing is known.</summary>
    public string? Correction { get; init; }

    public BillingKind Billing { get; init; }

    /// <summary>The keys that name this model, when they had to agree on a price; empty otherwise.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>The cards that held before a change of price, each until its day, oldest first.</summary>
    public IReadOnlyList<(DateOnly Until, PriceCard Card)> FormerCards { get; init; } = [];

    /// <summary>The prices of a day: the card that held then, today's when no change since is known.</summary>
    public PriceCard CardOn(DateOnly day)
    {
        foreach ((DateOnly until, PriceCard card) in FormerCards)
            if (day < until) return card;
        return Card;
    }

    /// <summary>The class that a request is billed in: the one it was logged with, made fast by an id that says so.</summary>
    public PriceClass ClassOf(PriceClass logged) => IsFast ? logged with { IsFast = true } : logged;

    /// <summary>Cost in US dollars of tokens that share one band and price class; plain sums of requests are fine.</summary>
    public decimal Cost(in TokenCounts tokens, PriceClass priceClass, int band, long webSearches) =>
        Card.Cost(tokens, ClassOf(priceClass), band, webSearches);
}
