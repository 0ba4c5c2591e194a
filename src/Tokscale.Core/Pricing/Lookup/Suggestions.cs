using System.Globalization;

namespace Tokscale.Core.Pricing.Lookup;

/// <summary>Names that a user may have meant.</summary>
internal static class Suggestions
{
    private const int CountMax = 5;

    /// <summary>Up to five models of the maker that share most of the id's words, nearest version first.</summary>
    public static IReadOnlyList<string> For(string modelId, PriceCatalogs catalogs)
    {
        ModelQuery query = ModelQuery.Parse(modelId, null);
        string[] wanted = ModelSignature.TextOf(query.Bare).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0) return [];
        string asked = ModelNames.Readable(modelId);
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (CatalogIndex catalog in catalogs.All)
        {
            catalog.Catalog.VisitKeys((_, key) =>
            {
                ReadOnlySpan<char> bare = BareName.Of(key);
                if (key.StartsWith('~') || (query.Maker is not null && Makers.OfName(bare) != query.Maker)) return;
                string name = ModelNames.Readable(new string(bare));
                if (!scores.ContainsKey(name)) scores.Add(name, Score(wanted, ModelSignature.TextOf(bare).Split(' ')));
            });
        }
        return [.. scores
            .Where(pair => pair.Value > 0 && pair.Key != asked)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(CountMax)
            .Select(pair => pair.Key)];
    }

    // Shared words count, foreign ones cost, and of versions the nearer is better. A family alone is not enough.
    private static double Score(string[] wanted, string[] name)
    {
        double score = wanted.Intersect(name, StringComparer.Ordinal).Count();
        if (score == 0) return 0;
        score -= 0.3 * name.Except(wanted, StringComparer.Ordinal).Count();
        if (VersionOf(wanted) is { } asked && VersionOf(name) is { } offered) score += 0.5 / (1 + Math.Abs(asked - offered));
        return score;
    }

    private static double? VersionOf(string[] tokens)
    {
        foreach (string token in tokens)
        {
            string number = token.TrimStart('k', 'm', 'v', 'r');
            if (double.TryParse(number, CultureInfo.InvariantCulture, out double version) && version < 100) return version;
        }
        return null;
    }
}
