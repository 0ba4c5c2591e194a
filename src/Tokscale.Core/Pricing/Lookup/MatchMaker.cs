using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.History;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Turns a found row into a match with its card. One row has one card.</summary>
internal sealed class MatchMaker(MakerLookup makers, CustomPrices? custom, PriceHistory history)
{
    private readonly Dictionary<(CatalogIndex Catalog, int Index, decimal Multiplier), CardSet> _cards = [];

    public PriceMatch Of(ModelQuery query, FoundRow found, ModelForm? form = null)
    {
        CardSet cards = CardsOf(found, MultiplierOf(query, found));
        var match = new PriceMatch(cards.Card, found.Catalog.Catalog.Source, found.Key, found.Confidence, found.How)
        {
            Date = found.Catalog.Catalog.Date,
            IsArchived = found.Catalog.Catalog.IsArchive,
            IsFast = form is { IsFast: true },
            Removed = form?.Removed is { Length: > 0 } removed ? removed : null,
            IsRoutersPrice = found.Catalog.Catalog.Source == PriceSources.OpenRouter
                && query.Host.Kind != HostKind.OpenRouter && found.Confidence is PriceConfidence.High or PriceConfidence.Medium,
            Correction = cards.Correction,
            OtherName = found.Confidence == PriceConfidence.Alias ? found.Key : null,
            Billing = BillingOf(query.Host, cards.Card),
            From = found.From,
        };
        return match with
        {
            Former = [.. cards.Former.Select(former => match with { Card = former.Card, Until = former.Until })],
            Present = cards.Present is { } present ? match with { Card = present.Card, From = present.From } : null,
        };
    }

    private CardSet CardsOf(FoundRow found, decimal multiplier)
    {
        if (_cards.TryGetValue((found.Catalog, found.Index, multiplier), out CardSet? known)) return known;
        PriceRow published = found.Row;
        (PriceRow row, string? because) = PriceCorrections.Embedded.Apply(found.Catalog.Catalog.Source, found.Key, published);
        Maker? maker = Makers.OfName(BareName.Of(found.Key));
        ModelTraits traits = maker?.Traits ?? ModelTraits.None;
        bool mayBorrow = maker is not null && row is { IsFree: false, Base.CacheRead: null };
        decimal? borrowed = mayBorrow ? makers.BorrowCacheRead(maker!, found) : null;
        IReadOnlyList<FormerPrice> changes = history.Of(found.Catalog.Catalog.Source, found.Key);
        FormerPrice? missed = changes.LastOrDefault(change => change.Then.Count > 0 && change.Until > found.Catalog.Catalog.Date);
        var cards = new CardSet(
            new PriceCard(row, traits, borrowed, published, multiplier),
            because,
            [.. changes.Select(former => (former.Until, new PriceCard(row.With(former.Prices), traits, multiplier: multiplier)))],
            missed is null ? null : (missed.Until, new PriceCard(row.With(missed.Then), traits, borrowed, multiplier: multiplier)));
        _cards.Add((found.Catalog, found.Index, multiplier), cards);
        return cards;
    }

    // The user's own prices are what the user pays; only those of the lists are lowered.
    private decimal MultiplierOf(ModelQuery query, FoundRow found) =>
        custom is null || found.Confidence == PriceConfidence.Custom
            ? 1
            : custom.MultiplierOf(query.Provider) ?? custom.MultiplierOf(query.Host.Name) ?? 1;

    private static BillingKind BillingOf(Host host, PriceCard card) =>
        host.Kind == HostKind.Local ? BillingKind.Local
        : card.IsFree ? BillingKind.Free
        : host.IsSubscription ? BillingKind.Subscription
        : BillingKind.Metered;

    private sealed record CardSet(
        PriceCard Card, string? Correction, IReadOnlyList<(DateOnly Until, PriceCard Card)> Former, (DateOnly From, PriceCard Card)? Present);
}
