using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Turns a found row into a match with its card. One row has one card.</summary>
internal sealed class MatchMaker(MakerLookup makers)
{
    private readonly Dictionary<(CatalogIndex Catalog, int Index), (PriceCard Card, string? Correction)> _cards = [];

    public PriceMatch Of(ModelQuery query, FoundRow found, ModelForm? form = null)
    {
        (PriceCard card, string? correction) = CardOf(found);
        return new PriceMatch(card, found.Catalog.Catalog.Source, found.Key, found.Confidence, found.How)
        {
            Date = found.Catalog.Catalog.Date,
            IsArchived = found.Catalog.Catalog.IsArchive,
            IsFast = form is { IsFast: true },
            Removed = form?.Removed is { Length: > 0 } removed ? removed : null,
            Correction = correction,
            Billing = BillingOf(query.Host, card),
        };
    }

    private (PriceCard Card, string? Correction) CardOf(FoundRow found)
    {
        if (_cards.TryGetValue((found.Catalog, found.Index), out (PriceCard, string?) known)) return known;
        PriceRow published = found.Row;
        (PriceRow row, string? because) = PriceCorrections.Embedded.Apply(found.Catalog.Catalog.Source, found.Key, published);
        Maker? maker = Makers.OfName(BareName.Of(found.Key));
        bool mayBorrow = maker is not null && row is { IsFree: false, Base.CacheRead: null };
        decimal? borrowed = mayBorrow ? makers.BorrowCacheRead(maker!, found) : null;
        var card = new PriceCard(row, maker?.Traits ?? ModelTraits.None, borrowed, published);
        _cards.Add((found.Catalog, found.Index), (card, because));
        return (card, because);
    }

    private static BillingKind BillingOf(Host host, PriceCard card) =>
        host.Kind == HostKind.Local ? BillingKind.Local
        : card.IsFree ? BillingKind.Free
        : host.IsSubscription ? BillingKind.Subscription
        : BillingKind.Metered;
}
