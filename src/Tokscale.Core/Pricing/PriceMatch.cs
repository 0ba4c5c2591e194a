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

    /// <summary>The other name that the id goes by in the user's file or in the program's own table; null when it needed none.</summary>
    public string? OtherName { get; init; }

    /// <summary>The first day of the price; null when it has no beginning that is known.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day of the change that ended the price; null for the one of today.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The prices that held before a change, each until its day, oldest first.</summary>
    public IReadOnlyList<PriceMatch> Former { get; init; } = [];

    /// <summary>The price since a change that the list is too old to have; null when none is known.</summary>
    public PriceMatch? Present { get; init; }

    /// <summary>The price of a day: the one that held then, the latest when no change since is known, null before it began.</summary>
    public PriceMatch? On(DateOnly day)
    {
        foreach (PriceMatch former in Former)
            if (day < former.Until) return former;
        return day < From ? null : Present ?? this;
    }

    /// <summary>The class that a request is billed in: the one it was logged with, made fast by an id that says so.</summary>
    public PriceClass ClassOf(PriceClass logged) => IsFast ? logged with { IsFast = true } : logged;

    /// <summary>Cost in US dollars of tokens that share one band and price class; plain sums of requests are fine.</summary>
    public decimal Cost(in TokenCounts tokens, PriceClass priceClass, int band, long webSearches) =>
        Card.Cost(tokens, ClassOf(priceClass), band, webSearches);
}
