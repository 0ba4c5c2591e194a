using System.Globalization;

namespace Tokscale.Core.Reports;

/// <summary>A model without a price in the covered logs.</summary>
/// <param name="ModelId">Exact id of the log.</param>
/// <param name="Tokens">Its tokens that have no cost.</param>
public sealed record UnpricedModel(string ModelId, long Tokens)
{
    private const int NotedMax = 5;

    /// <summary>The models without a cost among those billed, most tokens first.</summary>
    public static IReadOnlyList<UnpricedModel> Of(IEnumerable<AppliedPrice> prices)
    {
        var tokens = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (AppliedPrice price in prices)
        {
            if (price.Figures.UnpricedTokens == 0) continue;
            string model = price.ModelId ?? "unknown";
            tokens[model] = TokenSums.Add(tokens.GetValueOrDefault(model), price.Figures.UnpricedTokens);
        }
        if (tokens.Count == 0) return [];
        UnpricedModel[] models = [.. tokens.Select(model => new UnpricedModel(model.Key, model.Value))];
        return [.. models.OrderByDescending(model => model.Tokens).ThenBy(model => model.ModelId, StringComparer.Ordinal)];
    }

    /// <summary>A sentence that names the models for people; none when every model has a price.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<UnpricedModel> models)
    {
        if (models.Count == 0) yield break;
        IEnumerable<string> shown = models.Take(NotedMax)
            .Select(model => string.Create(CultureInfo.InvariantCulture, $"{model.ModelId} ({model.Tokens:N0} tokens)"));
        string more = models.Count > NotedMax ? string.Create(CultureInfo.InvariantCulture, $" and {models.Count - NotedMax} more") : "";
        yield return $"No price known for {string.Join(", ", shown)}{more}.";
    }
}
