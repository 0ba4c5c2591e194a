using Tokscale.Core.Pricing.Lookup;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>A price list in memory: what was fetched, read from a cache, or written by the user.</summary>
internal sealed class PriceList : IPriceCatalog
{
    private readonly Dictionary<string, int> _indexes;
    private readonly List<string> _keys = [];
    private readonly List<PriceRow> _rows = [];

    public PriceList(string source, DateOnly date, int capacity = 0)
    {
        Source = source;
        Date = date;
        _indexes = new Dictionary<string, int>(capacity, StringComparer.OrdinalIgnoreCase);
    }

    public string Source { get; }

    public DateOnly Date { get; }

    public bool IsArchive { get; init; }

    public int Count => _keys.Count;

    /// <summary>Keys that the document has, but whose rows price no text model or hold impossible prices.</summary>
    public HashSet<string> Rejected { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a row; of two under one key the first stays.</summary>
    public void Add(string key, PriceRow row)
    {
        if (!_indexes.TryAdd(key, _keys.Count)) return;
        _keys.Add(key);
        _rows.Add(row);
    }

    /// <summary>Adds the row of a document when it is a price, else remembers its key.</summary>
    public void Take(string key, PriceRow? row)
    {
        if (row is not null && PriceHygiene.Accepts(Source, key, row)) Add(key, row);
        else Rejected.Add(key);
    }

    /// <summary>Puts another row in the place of one that is there.</summary>
    public void Replace(string key, PriceRow row) => _rows[_indexes[key]] = row;

    public int IndexOf(string key) => _indexes.TryGetValue(key, out int index) ? index : -1;

    public string KeyAt(int index) => _keys[index];

    public string? ProviderAt(int index) => _rows[index].Provider;

    public PriceRow RowAt(int index) => _rows[index];

    public void VisitKeys(KeyVisitor visit)
    {
        for (int i = 0; i < _keys.Count; i++) visit(i, _keys[i]);
    }
}
