using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Receives the keys of a catalog one by one; the text lives until the call returns.</summary>
internal delegate void KeyVisitor(int index, ReadOnlySpan<char> key);

/// <summary>The rows of one price source, found by key. Safe for many readers at once.</summary>
internal interface IPriceCatalog
{
    /// <summary>The source's public name: <c>litellm</c>, <c>openrouter</c>, <c>models.dev</c>, <c>builtin</c> or <c>custom</c>.</summary>
    string Source { get; }

    /// <summary>The day the prices were published or fetched.</summary>
    DateOnly Date { get; }

    /// <summary>The rows are of models that the source has dropped since, at their last price.</summary>
    bool IsArchive { get; }

    int Count { get; }

    /// <summary>The row of a key, whatever its case; -1 when there is none.</summary>
    int IndexOf(string key);

    /// <summary>True when the row is a price; others are as if they were not there.</summary>
    bool IsUsable(int index) => true;

    /// <summary>The key as the source spells it.</summary>
    string KeyAt(int index);

    /// <summary>Who serves the model of the row; null when the source does not say.</summary>
    string? ProviderAt(int index);

    PriceRow RowAt(int index);

    /// <summary>Shows every key to the visitor, by rising index.</summary>
    void VisitKeys(KeyVisitor visit);
}
