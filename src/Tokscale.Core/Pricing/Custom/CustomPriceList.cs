using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Custom;

/// <summary>Prices of the user's own file, each perhaps with the day it begins.</summary>
/// <param name="day">The day of the file.</param>
internal sealed class CustomPriceList(DateOnly day)
{
    private readonly PriceList _rows = new(PriceSources.Custom, day);
    private readonly Dictionary<string, DateOnly> _begins = new(StringComparer.OrdinalIgnoreCase);
    private CatalogIndex? _index;

    private CatalogIndex Index => _index ??= new CatalogIndex(_rows);

    /// <summary>Adds a price; of two for one key the first stays.</summary>
    public void Add(string key, PriceRow row, DateOnly? from)
    {
        if (_rows.IndexOf(key) >= 0) return;
        _rows.Add(key, row);
        if (from is { } begin) _begins.Add(key, begin);
    }

    /// <summary>The price of a key; null when there is none, or it has not begun yet.</summary>
    public FoundRow? Find(string key, DateOnly today, string how)
    {
        if (_rows.IndexOf(key) is not (>= 0 and int index)) return null;
        DateOnly? from = _begins.TryGetValue(key, out DateOnly begin) ? begin : null;
        return from > today ? null : new FoundRow(Index, index, PriceConfidence.Custom, how) { From = from };
    }

    /// <summary>All of them, as they are written.</summary>
    public IEnumerable<CustomOverride> Overrides(bool isAtProvider)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            string key = _rows.KeyAt(i);
            yield return new CustomOverride(
                key, isAtProvider, new PriceCard(_rows.RowAt(i), ModelTraits.None), _begins.TryGetValue(key, out DateOnly from) ? from : null);
        }
    }
}
