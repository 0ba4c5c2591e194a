using Tokscale.Core.Pricing;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Rules of billing on real cards that the vectors leave out.</summary>
public class PriceCardTests
{
    private static readonly PriceClass s_fast = new(ServiceTier.Standard, IsFast: true, InferenceRegion.Unspecified, IsAggregate: false);
    private static readonly PriceClass s_priority = new(ServiceTier.Priority, false, InferenceRegion.Unspecified, false);

    [Theory]
    [InlineData(199_999, 0)]
    [InlineData(200_000, 1)]
    public void Xai_bills_long_prompts_from_the_threshold_on(long prompt, int band) => Assert.Equal(band, Card("grok-4.3").BandOf(prompt));

    [Theory]
    [InlineData(272_000, 0)]
    [InlineData(272_001, 1)]
    public void Others_bill_long_prompts_above_the_threshold(long prompt, int band) => Assert.Equal(band, Card("gpt-5.5").BandOf(prompt));

    [Fact]
    public void Thinking_tokens_cost_what_the_list_asks_for_them()
    {
        PriceCard card = Card("qwen-plus-2025-07-28");
        Assert.Equal((1.2m, 4m), (card.Published().Output!.Value, card.Published().Reasoning!.Value));
        Assert.Equal(0.0052m, card.Cost(new TokenCounts(0, 1000, 0, 0, 0, 1000), default, 0, 0));
    }

    [Fact]
    public void The_fast_price_of_a_corrected_row_is_the_vendors()
    {
        PriceMatch match = PriceTable.Embedded.Find("gpt-5.5-fast")!;
        Assert.NotNull(match.Correction);
        Assert.Equal((12.5m, 75m, 1.25m), InOutRead(match.Card.PricesOf(match.ClassOf(default), 0)));
        Assert.Equal((10m, 45m, 1m), InOutRead(match.Card.PricesOf(match.ClassOf(default), 1)));
        Assert.Equal(PriceNotes.PriorityNotOfferedLong, match.Card.NotesOf(s_fast, 1));
    }

    [Fact]
    public void A_correction_ends_when_the_list_is_put_right()
    {
        PriceCorrections corrections = PriceCorrections.Read("""
            [{"source": "litellm", "keys": ["gpt-5.5"], "because": "x",
              "when": {"input_cost_per_token": 1e-6}, "set": {"input_cost_per_token": 2e-6}}]
            """u8);
        var row = Card("gpt-5.5").Row;
        Assert.Equal((row, null), corrections.Apply(PriceSources.LiteLlm, "gpt-5.5", row));
    }

    [Fact]
    public void Every_correction_that_is_embedded_still_applies()
    {
        string[] keys =
            ["gpt-5.5", "gpt-5-nano", "gemini/gemini-2.5-pro", "xai/grok-4.5", "xai/grok-4.20-0309-reasoning", "claude-instant-1.2"];
        Assert.All(keys, key => Assert.True(PriceTable.Embedded.FindAny(key)!.Correction is not null, key));
    }

    [Fact]
    public void Anthropics_priority_is_the_standard_price() => Assert.Equal(
        Card("claude-opus-4-8").PricesOf(default, 0), Card("claude-opus-4-8").PricesOf(s_priority, 0));

    [Fact]
    public void A_fast_mode_without_a_price_is_noted()
    {
        PriceCard card = Card("claude-sonnet-4-5");
        Assert.Equal(card.PricesOf(default, 0), card.PricesOf(s_fast, 0));
        Assert.Equal(PriceNotes.FastNotPublished, card.NotesOf(s_fast, 0));
    }

    [Fact]
    public void A_missing_cache_price_is_the_input_price_and_marked()
    {
        PriceCard card = Card("gpt-4o-2024-05-13");
        Assert.Equal(5m, card.PricesOf(default, 0).CacheRead);
        Assert.Null(card.Published().CacheRead);
        Assert.True(card.Assumed.HasFlag(AssumedPrices.CacheRead));
    }

    [Fact]
    public void A_missing_cache_price_is_borrowed_from_a_source_that_agrees_on_the_rest()
    {
        PriceCard card = Card("glm-4.5-air");
        Assert.Equal(0.03m, card.PricesOf(default, 0).CacheRead);
        Assert.True(card.Assumed.HasFlag(AssumedPrices.CacheReadBorrowed));
    }

    [Fact]
    public void Two_spellings_of_one_model_share_a_card() => Assert.Same(Card("claude-opus-4.5"), Card("claude-opus-4-5"));

    [Fact]
    public void Local_models_cost_nothing_whatever_they_do() => Assert.Equal(
        0, PriceTable.Embedded.Find("qwen3:8b", "ollama")!.Cost(new TokenCounts(9, 9, 9, 9, 9, 9), s_priority, 0, webSearches: 5));

    [Fact]
    public void Unknown_versions_get_suggestions_of_their_family_nearest_first()
    {
        IReadOnlyList<string> suggestions = PriceTable.Embedded.Suggest("claude-opus-6");
        Assert.Equal(5, suggestions.Count);
        Assert.Equal("claude-opus-5", suggestions[0]);
        Assert.All(suggestions, name => Assert.StartsWith("claude-opus", name));
        Assert.Empty(PriceTable.Embedded.Suggest("zz-qq-xx"));
    }

    [Fact]
    public void Disputed_prices_are_found_only_by_those_who_ask()
    {
        Assert.Null(PriceTable.Embedded.Find("deepseek-v3.1"));
        PriceMatch low = PriceTable.Embedded.FindAny("deepseek-v3.1")!;
        Assert.Equal(PriceConfidence.Low, low.Confidence);
        Assert.True(low.Candidates.Count > 1);
    }

    [Fact]
    public void Any_text_can_be_looked_up()
    {
        string[] ids =
        [
            "", " ", "/", "---", "<>", "\0", "é", new string('a', 100_000), string.Concat(Enumerable.Repeat("a/", 200)), "[1m]", "arn:",
            "custom:[", "-free", ":free", "-fast", "(high)", "claude-", "claude-(high)-fast-fast-fast",
        ];
        string?[] providers = [null, "", "openrouter", "bedrock", "ollama", "x", "-", "é"];
        foreach (string id in ids)
            foreach (string? provider in providers) _ = PriceTable.Embedded.Find(id, provider);
        Assert.Null(PriceTable.Embedded.Find(""));
    }

    private static PriceCard Card(string id) => PriceTable.Embedded.Find(id)!.Card;

    private static (decimal, decimal, decimal) InOutRead(PricesPerMillion prices) =>
        (prices.Input!.Value, prices.Output!.Value, prices.CacheRead!.Value);
}
