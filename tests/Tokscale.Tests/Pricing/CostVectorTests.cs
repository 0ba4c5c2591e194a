using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Lookup;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Usage with its exact cost, on price rows as the sources publish them.</summary>
public class CostVectorTests
{
    private static readonly JsonElement s_file = PricingFile.Json("cost-vectors.json");
    private static readonly JsonElement[] s_vectors = [.. s_file.GetProperty("vectors").EnumerateArray()];
    private static readonly JsonElement[] s_sessions = [.. s_file.GetProperty("sessions").EnumerateArray()];

    public static TheoryData<int, string> Vectors()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < s_vectors.Length; i++) data.Add(i, s_vectors[i].Text("id")!);
        return data;
    }

    public static TheoryData<int, string> Sessions()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < s_sessions.Length; i++) data.Add(i, s_sessions[i].Text("id")!);
        return data;
    }

    [Theory, MemberData(nameof(Vectors))]
    public void A_request_costs_what_the_vendor_bills(int index, string id)
    {
        JsonElement vector = s_vectors[index];
        JsonElement usage = vector.GetProperty("usage");
        PriceCard card = CardOf(vector, usage);
        TokenCounts tokens = TokensOf(usage);
        bool isRequest = vector.GetProperty("requestScoped").GetBoolean();
        PriceClass priceClass = ClassOf(usage, isRequest);
        int band = isRequest ? card.BandOf(tokens.PromptTotal) : 0;
        AssertCost(vector.Text("expectedUsd")!, card.Cost(tokens, priceClass, band, Count(usage, "webSearch")), id);
        // Summed requests cost what they cost one by one.
        TokenCounts thrice = tokens + tokens + tokens;
        Assert.Equal(
            3 * card.Cost(tokens, priceClass, band, Count(usage, "webSearch")),
            card.Cost(thrice, priceClass, band, 3 * Count(usage, "webSearch")));
    }

    [Theory, MemberData(nameof(Sessions))]
    public void A_session_costs_the_sum_of_its_messages(int index, string id)
    {
        JsonElement session = s_sessions[index], expected = session.GetProperty("expected");
        decimal total = 0, atFirst = 0;
        PriceMatch? first = null;
        foreach (JsonElement message in session.GetProperty("messages").EnumerateArray())
        {
            string model = message.Text("model")!;
            PriceMatch? match = PriceTable.Embedded.Find(model);
            first ??= match;
            long count = message.GetProperty("count").GetInt64();
            decimal cost = count * CostOf(match, message.GetProperty("usage"));
            total += cost;
            atFirst += count * CostOf(first, message.GetProperty("usage"));
            string? alone = expected.GetProperty("modelBreakdown").Maybe(model)?.Text("cost");
            if (alone is not null && IsOnlyMessage(session, model)) AssertCost(alone, cost, model);
        }
        AssertCost(expected.Text("cost_v2")!, total, id);
        if (expected.Text("cost_firstModel") is { } firstModel) AssertCost(firstModel, atFirst, id);
    }

    private static bool IsOnlyMessage(JsonElement session, string model) =>
        session.GetProperty("messages").EnumerateArray().Count(message => message.Text("model") == model) == 1;

    private static decimal CostOf(PriceMatch? match, JsonElement usage)
    {
        if (match is null) return 0;
        TokenCounts tokens = TokensOf(usage);
        return match.Cost(tokens, ClassOf(usage, isRequest: true), match.Card.BandOf(tokens.PromptTotal), Count(usage, "webSearch"));
    }

    private static PriceCard CardOf(JsonElement vector, JsonElement usage)
    {
        byte[] text = Encoding.UTF8.GetBytes(vector.GetProperty("card").GetRawText());
        var json = new Utf8JsonReader(text);
        json.Read();
        PriceRow row = new LiteLlmReader().ReadRow(ref json)!;
        Maker? maker = Makers.OfName(BareName.Of(vector.Text("model")!));
        if (usage.Maybe("fastMultiplier")?.GetDecimal() is { } multiplier) row = WithPriority(row, multiplier);
        return new PriceCard(row, maker?.Traits ?? ModelTraits.None);
    }

    // The vendor's own fast price of the model, which is its priority price.
    private static PriceRow WithPriority(PriceRow row, decimal multiplier)
    {
        Rates standard = row.Base;
        var fast = new Rates(standard.Input * multiplier, standard.Output * multiplier, standard.CacheRead * multiplier, null, null, null);
        return row.WithBands([row.Bands[0] with { Priority = fast }, .. row.Bands[1..]]);
    }

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long hourWrites = Count(usage, "cacheWrite1h");
        return new TokenCounts(
            Count(usage, "input"), Count(usage, "output"), Count(usage, "cacheRead"),
            Count(usage, "cacheWrite5m") + hourWrites, hourWrites, Count(usage, "reasoning"));
    }

    private static PriceClass ClassOf(JsonElement usage, bool isRequest)
    {
        ServiceTier tier = usage.Text("serviceTier") switch
        {
            "priority" or "fast" => ServiceTier.Priority,
            "flex" => ServiceTier.Flex,
            "batch" => ServiceTier.Batch,
            _ => ServiceTier.Standard,
        };
        InferenceRegion region = usage.Text("inferenceGeo") switch
        {
            "us" => InferenceRegion.Us,
            "eu" => InferenceRegion.Eu,
            _ => InferenceRegion.Unspecified,
        };
        return new PriceClass(tier, usage.Text("speed") == "fast", region, IsAggregate: !isRequest);
    }

    private static long Count(JsonElement usage, string name) => usage.Maybe(name)?.GetInt64() ?? 0;

    private static void AssertCost(string expected, decimal actual, string id)
    {
        decimal wanted = decimal.Parse(expected, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(wanted - actual) <= 1e-9m * Math.Max(1, wanted), $"{id}: {actual} instead of {wanted}");
    }
}
