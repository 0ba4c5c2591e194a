using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Feed;

/// <summary>Compares a fetched list with the last good one before it is believed.</summary>
/// <param name="List">The list to use, with the last good price where the new one is not believed; null when it is refused whole.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="KeptKeys">Rows whose last good price was kept.</param>
internal sealed record FeedCheck(PriceList? List, string? Refusal, IReadOnlyList<string> KeptKeys)
{
    /// <summary>A price that changes by more than this is more likely a slip than a change.</summary>
    private const decimal JumpMax = 8;

    public static FeedCheck Of(FeedSource source, PriceList fetched, IPriceCatalog lastGood)
    {
        if (fetched.Count > PriceLimits.RowsMax) return Refused($"it has over {PriceLimits.RowsMax} models");
        if (fetched.Count * 2 < lastGood.Count) return Refused($"it has {fetched.Count} models instead of {lastGood.Count}");
        foreach (string anchor in source.Anchors)
            if (fetched.IndexOf(anchor) < 0 && !fetched.Rejected.Contains(anchor)) return Refused($"it lacks {anchor}");
        return new FeedCheck(fetched, null, KeepLastGood(fetched, lastGood));
    }

    private static FeedCheck Refused(string why) => new(null, why, []);

    private static List<string> KeepLastGood(PriceList fetched, IPriceCatalog lastGood)
    {
        var kept = new List<string>();
        foreach (string key in fetched.Rejected)
        {
            if (lastGood.IndexOf(key) is not (>= 0 and int index)) continue;
            fetched.Add(key, lastGood.RowAt(index));
            kept.Add(key);
        }
        for (int i = 0; i < fetched.Count; i++)
        {
            string key = fetched.KeyAt(i);
            if (!IsMakers(fetched, i) || lastGood.IndexOf(key) is not (>= 0 and int index)) continue;
            PriceRow good = lastGood.RowAt(index);
            if (!Jumps(fetched.RowAt(i), good)) continue;
            fetched.Replace(key, good);
            kept.Add(key);
        }
        return kept;
    }

    // Resellers change their prices as they like; a maker's list price moves slowly.
    private static bool IsMakers(PriceList list, int index)
    {
        if (list.Source != PriceSources.LiteLlm) return true;
        string? provider = list.ProviderAt(index);
        return provider is null || Makers.All.Any(maker => maker.LiteLlmProviders.Contains(provider));
    }

    private static bool Jumps(PriceRow row, PriceRow good) => Jumps(row.Input, good.Input) || Jumps(row.Output, good.Output);

    private static bool Jumps(decimal price, decimal good) => price > 0 && good > 0 && (price > good * JumpMax || price * JumpMax < good);
}
