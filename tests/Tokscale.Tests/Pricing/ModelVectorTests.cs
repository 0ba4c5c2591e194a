using System.Text.Json;
using Tokscale.Core.Pricing;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Ids as agents log them, with the row that must price each, or none.</summary>
public class ModelVectorTests
{
    private static readonly JsonElement[] s_vectors = [.. PricingFile.Json("vectors.json").GetProperty("vectors").EnumerateArray()];

    public static TheoryData<int, string, string?> Vectors()
    {
        var data = new TheoryData<int, string, string?>();
        for (int i = 0; i < s_vectors.Length; i++) data.Add(i, s_vectors[i].Text("id")!, s_vectors[i].Text("provider"));
        return data;
    }

    [Theory, MemberData(nameof(Vectors))]
    public void An_id_is_priced_by_its_own_row_or_not_at_all(int index, string id, string? provider)
    {
        JsonElement vector = s_vectors[index];
        PriceMatch? match = PriceTable.Embedded.Find(id, provider);
        if (vector.Text("expect") is null)
        {
            Assert.True(match is null, $"matched {match?.Source}:{match?.MatchedKey} ({match?.How})");
            return;
        }
        Assert.NotNull(match);
        string found = $"{match.Source}:{match.MatchedKey}";
        string expected = $"{vector.Text("expectSource")}:{vector.Text("expectKey")}";
        string[] others = [.. vector.Maybe("altKeys")?.EnumerateArray().Select(key => key.GetString()!) ?? []];
        if (!others.Contains(found)) Assert.Equal(expected, found);
        var minimum = Enum.Parse<PriceConfidence>(vector.Text("minConfidence")!, ignoreCase: true);
        Assert.True(match.Confidence >= minimum, $"only {match.Confidence}");
        if (found == expected) AssertDetails(vector, match);
    }

    private static void AssertDetails(JsonElement vector, PriceMatch match)
    {
        PricesPerMillion prices = match.Card.Published();
        decimal?[] published = [prices.Input, prices.Output, prices.CacheRead, prices.CacheWrite5m];
        if (vector.Maybe("prices") is { } expected) Assert.Equal(expected.EnumerateArray().Select(Price), published);
        Assert.Equal(vector.Text("speed") == "fast", match.IsFast);
        Assert.Equal(vector.Maybe("archived")?.GetBoolean() ?? false, match.IsArchived);
        if (vector.Text("billing") is { } billing) Assert.Equal(Enum.Parse<BillingKind>(billing, ignoreCase: true), match.Billing);
    }

    private static decimal? Price(JsonElement price) => price.ValueKind == JsonValueKind.Null ? null : price.GetDecimal();
}
