using Tokscale.Core.Pricing;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>What calls of one model were billed at that share a price, a band and a price class.</summary>
/// <param name="ModelId">Exact id; null when the log does not say.</param>
/// <param name="Provider">Who served it; null when the log does not say.</param>
/// <param name="Match">The price; null when none is known, or the cost is the log's.</param>
/// <param name="Class">What else decided the price; the plain class without one.</param>
/// <param name="Band">Long-context band of the price.</param>
/// <param name="Figures">The calls together.</param>
public sealed record AppliedPrice(
    string? ModelId, string? Provider, PriceMatch? Match, PriceClass Class, int Band, UsageFigures Figures)
{
    /// <summary>The prices filled in that the cost of these calls rests on.</summary>
    public AssumedPrices Assumed => Match?.Card.AssumedFor(Figures.Tokens) ?? AssumedPrices.None;

    /// <summary>Where the class of these calls has no published price of its own.</summary>
    public PriceNotes Notes => Match?.Card.NotesOf(Match.ClassOf(Class), Band) ?? PriceNotes.None;

    /// <summary>The same with those together that differ in nothing but their calls, in the order of their first.</summary>
    public static IReadOnlyList<AppliedPrice> Merge(IEnumerable<AppliedPrice> prices)
    {
        var merged = new List<AppliedPrice>();
        var places = new Dictionary<(string?, string?, PriceClass, int, CostSource, DateOnly?), int>();
        foreach (AppliedPrice price in prices)
        {
            if (places.TryGetValue(price.Identity, out int place))
            {
                merged[place] = price with { Figures = merged[place].Figures + price.Figures };
                continue;
            }
            places.Add(price.Identity, merged.Count);
            merged.Add(price);
        }
        return merged;
    }

    // A model at a provider has one price a period.
    private (string?, string?, PriceClass, int, CostSource, DateOnly?) Identity =>
        (ModelId, Provider, Class, Band, Figures.CostSource, Match?.Until);
}
