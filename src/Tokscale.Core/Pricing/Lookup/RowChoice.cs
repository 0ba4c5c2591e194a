using Tokscale.Core.Pricing.Rows;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Chooses among rows that name the same model.</summary>
internal static class RowChoice
{
    /// <summary>The best row for a name; -1 when there is none, or when nothing tells which of different prices counts.</summary>
    public static int Best(CatalogIndex catalog, List<int> rows, string bareName, ModelSignature signature)
    {
        if (rows.Count <= 1) return rows.Count == 1 ? rows[0] : -1;
        int bestRank = int.MaxValue;
        var best = new List<int>();
        foreach (int row in rows)
        {
            int rank = RankOf(catalog.Catalog.KeyAt(row), bareName, signature.Date);
            if (rank > bestRank) continue;
            if (rank < bestRank) best.Clear();
            bestRank = rank;
            best.Add(row);
        }
        return bestRank == 0 || Agree(catalog, best) ? Richest(catalog, best) : -1;
    }

    /// <summary>The best of rows that must ask the same price, one with the name's own stamp first; -1 when they do not.</summary>
    public static int Agreed(CatalogIndex catalog, List<int> rows, string bareName)
    {
        if (rows.Count == 0 || !Agree(catalog, rows)) return -1;
        string[] stamps = [.. bareName.Split('-').Where(static part => part.Length is 4 or 6 && part.All(char.IsAsciiDigit))];
        List<int> own = rows.FindAll(row => stamps.Length > 0 && stamps.All(catalog.Catalog.KeyAt(row).Contains));
        return Richest(catalog, own.Count > 0 ? own : rows);
    }

    /// <summary>True when all rows ask the same for input and output.</summary>
    public static bool Agree(CatalogIndex catalog, List<int> rows)
    {
        PriceRow first = catalog.RowAt(rows[0]);
        foreach (int row in rows)
            if (!catalog.RowAt(row).AgreesWith(first)) return false;
        return true;
    }

    /// <summary>The row with most prices; then the one with the shortest key, then the first in the alphabet.</summary>
    public static int Richest(CatalogIndex catalog, List<int> rows)
    {
        int best = rows[0];
        foreach (int row in rows)
            if (IsBetter(catalog, row, best)) best = row;
        return best;
    }

    private static bool IsBetter(CatalogIndex catalog, int row, int than)
    {
        int fields = catalog.RowAt(row).FieldCount - catalog.RowAt(than).FieldCount;
        if (fields != 0) return fields > 0;
        string key = catalog.Catalog.KeyAt(row), other = catalog.Catalog.KeyAt(than);
        return key.Length != other.Length ? key.Length < other.Length : string.CompareOrdinal(key, other) < 0;
    }

    // The name itself, then the release it asks for, then the name without a release, then any release.
    private static int RankOf(string key, string bareName, int date)
    {
        ReadOnlySpan<char> name = BareName.Of(key);
        if (name.Equals(bareName, StringComparison.OrdinalIgnoreCase)) return 0;
        int keyDate = ModelSignature.Of(key).Date;
        return keyDate == 0 ? 2 : keyDate == date ? 1 : 3;
    }
}
