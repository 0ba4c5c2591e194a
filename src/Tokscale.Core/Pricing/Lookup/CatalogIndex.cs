using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>A catalog with its signature index, which is built when it is first needed.</summary>
internal sealed class CatalogIndex(IPriceCatalog catalog)
{
    private SignatureIndex? _signatures;

    public IPriceCatalog Catalog { get; } = catalog;

    private SignatureIndex Signatures => _signatures ??= new SignatureIndex(Catalog);

    /// <summary>A list of a source without rows.</summary>
    public static CatalogIndex Empty(string source) => new(new PriceList(source, DateOnly.MinValue));

    /// <summary>The row of a key, whatever its case; -1 when there is none.</summary>
    public int IndexOf(string key) => Catalog.IndexOf(key);

    /// <summary>The rows that <paramref name="isWanted"/> accepts among those of the same identity.</summary>
    public List<int> Same(ModelSignature signature, Func<string, string?, bool> isWanted) => Filter(Signatures.Find(signature), isWanted);

    /// <summary>The rows that <paramref name="isWanted"/> accepts among those that differ in release stamps at most.</summary>
    public List<int> SameButStamp(ModelSignature signature, Func<string, string?, bool> isWanted) =>
        Filter(Signatures.FindWeak(signature), isWanted);

    public PriceRow RowAt(int index) => Catalog.RowAt(index);

    // The filter gets a row's key and provider.
    private List<int> Filter(ReadOnlySpan<int> rows, Func<string, string?, bool> isWanted)
    {
        var found = new List<int>(rows.Length);
        foreach (int row in rows)
            if (Catalog.IsUsable(row) && isWanted(Catalog.KeyAt(row), Catalog.ProviderAt(row))) found.Add(row);
        return found;
    }
}
