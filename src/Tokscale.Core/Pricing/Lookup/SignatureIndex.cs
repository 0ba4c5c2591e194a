using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Finds the rows of a catalog by signature. Built in one pass over the keys, when it is first needed.</summary>
internal sealed class SignatureIndex
{
    private readonly ulong[] _strong, _weak;
    private readonly int[] _strongRows, _weakRows;

    public SignatureIndex(IPriceCatalog catalog)
    {
        int count = catalog.Count;
        _strong = new ulong[count];
        _weak = new ulong[count];
        _strongRows = new int[count];
        _weakRows = new int[count];
        catalog.VisitKeys((index, key) =>
        {
            // Floating aliases (~author/model-latest) name whatever is newest.
            ModelSignature signature = key.StartsWith('~') ? default : ModelSignature.Of(key);
            _strong[index] = signature.Strong;
            _weak[index] = signature.Weak;
            _strongRows[index] = _weakRows[index] = index;
        });
        Array.Sort(_strong, _strongRows);
        Array.Sort(_weak, _weakRows);
    }

    /// <summary>The rows whose identity is the same.</summary>
    public ReadOnlySpan<int> Find(ModelSignature signature) => Find(_strong, _strongRows, signature.Strong);

    /// <summary>The rows that differ in release stamps and <c>preview</c> at most.</summary>
    public ReadOnlySpan<int> FindWeak(ModelSignature signature) => Find(_weak, _weakRows, signature.Weak);

    private static ReadOnlySpan<int> Find(ulong[] hashes, int[] rows, ulong hash)
    {
        if (hash == 0) return default;
        int at = Array.BinarySearch(hashes, hash);
        if (at < 0) return default;
        int start = at, end = at + 1;
        while (start > 0 && hashes[start - 1] == hash) start--;
        while (end < hashes.Length && hashes[end] == hash) end++;
        return rows.AsSpan(start, end - start);
    }
}
