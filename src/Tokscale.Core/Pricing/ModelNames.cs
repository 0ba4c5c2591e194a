using Tokscale.Core.Pricing.Lookup;

namespace Tokscale.Core.Pricing;

/// <summary>Names of models for people.</summary>
public static class ModelNames
{
    /// <summary>
    /// The readable name of a model id: without host, maker, date stamp and <c>-latest</c>, in one spelling of the version.
    /// Ids that differ in nothing else share it; settings such as <c>-high</c> stay.
    /// </summary>
    public static string Readable(string modelId)
    {
        string id = modelId.Trim().ToLowerInvariant();
        // "Gemini 3 Pro (High)": an effort as people are shown it.
        if (id.EndsWith(')') && id.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and int open) id = $"{id[..open]}-{id[(open + 2)..^1]}";
        if (GenericWords.IsNoModel(id)) return id.Length == 0 ? modelId : id;
        string bare = BareName.Of(IdMarks.Strip(id, out _)).ToString();
        if (GenericWords.IsNoModel(bare)) return id;
        Span<char> buffer = stackalloc char[NameTokens.CharactersMax];
        Span<NameToken> slots = stackalloc NameToken[NameTokens.TokensMax];
        var tokens = new NameTokens(bare, buffer, slots);
        if (tokens.IsEmpty) return bare;
        Span<char> text = stackalloc char[NameTokens.TextMax];
        return new string(text[..tokens.WriteReadable(text)]);
    }
}
