using System.Text;
using System.Text.Json;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Rows;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>How rows of the three sources are read, good and bad ones.</summary>
public class PriceReaderTests
{
    [Theory]
    [InlineData("input_cost_per_token", 0, 0, 0)]
    [InlineData("output_cost_per_token_above_272k_tokens_flex", 1, 2, 272_000)]
    [InlineData("cache_creation_input_token_cost_above_1hr_above_200k_tokens", 4, 0, 200_000)]
    [InlineData("cache_read_input_token_cost_above_100k_tokens", 2, 0, 100_000)]
    [InlineData("output_cost_per_reasoning_token_batches", 5, 3, 0)]
    public void A_field_name_tells_class_tier_and_threshold(string name, int tokenClass, int tier, long above)
    {
        Assert.True(PriceField.TryParse(Encoding.UTF8.GetBytes(name), out PriceField field));
        Assert.Equal(new PriceField((TokenClass)tokenClass, (ServiceTier)tier, above), field);
        Assert.Equal(name, field.Name);
    }

    [Theory]
    [InlineData("input_cost_per_audio_token")]
    [InlineData("input_cost_per_token_above_k_tokens")]
    [InlineData("input_cost_per_token_above_-1k_tokens")]
    [InlineData("input_cost_per_token_above_99999999999k_tokens")]
    [InlineData("input_cost_per_token_hourly")]
    [InlineData("input_cost_per_token_above_1hr")]
    [InlineData("")]
    public void Fields_of_other_units_are_no_token_prices(string name) =>
        Assert.False(PriceField.TryParse(Encoding.UTF8.GetBytes(name), out _));

    [Theory]
    [InlineData("""{"input_cost_per_token": -1e-6, "output_cost_per_token": 1e-6}""")]
    [InlineData("""{"input_cost_per_token": 1e308, "output_cost_per_token": 1e-6}""")]
    [InlineData("""{"input_cost_per_token": "NaN", "output_cost_per_token": 1e-6}""")]
    [InlineData("""{"input_cost_per_token": {"x": 1}, "output_cost_per_token": 1e-6}""")]
    [InlineData("""{"input_cost_per_token": 1e-6}""")]
    [InlineData("""{"input_cost_per_token": 1e-6, "output_cost_per_token": 0.055}""")]
    [InlineData("""{"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6, "mode": "embedding"}""")]
    [InlineData("""{"input_cost_per_token_above_200k_tokens": 1e-6, "output_cost_per_token_above_200k_tokens": 1e-6}""")]
    [InlineData("""[1, 2]""")]
    [InlineData("""null""")]
    public void A_row_without_two_possible_prices_is_none(string row) => Assert.Null(LiteLlm(row));

    [Fact]
    public void Numbers_may_be_strings_and_lose_the_noise_of_floating_point()
    {
        PriceRow row = LiteLlm("""{"input_cost_per_token": "0.0000006000000000000001", "output_cost_per_token": 8.33e-8}""")!;
        Assert.Equal(0.0000006m, row.Input);
        Assert.Equal(8.33e-8m, row.Output);
        Assert.Equal("0.0000006", row.Input.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_negative_extra_price_is_dropped_and_the_row_stays()
    {
        PriceRow row = LiteLlm("""{"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "cache_read_input_token_cost": -1}""")!;
        Assert.Null(row.Base.CacheRead);
    }

    [Fact]
    public void Search_depths_are_no_prompt_ranges()
    {
        PriceRow row = LiteLlm("""
            {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "tiered_pricing": [
              {"range": [0, 10], "max_results_range": [0, 25], "input_cost_per_token": 5e-6, "output_cost_per_token": 5e-6}]}
            """)!;
        Assert.Equal(1e-6m, row.Input);
        Assert.Single(row.Bands);
    }

    [Fact]
    public void A_long_context_price_without_a_base_price_is_ignored()
    {
        PriceRow row = LiteLlm("""
            {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "input_cost_per_token_above_200k_tokens": 2e-6,
             "cache_creation_input_token_cost_above_200k_tokens": 9e-6}
            """)!;
        Assert.Null(row.Bands[1].Standard.CacheWrite);
    }

    [Fact]
    public void OpenRouter_rows_carry_long_context_prices_and_routers_are_left_out()
    {
        var rows = new PriceList(PriceSources.OpenRouter, default);
        var json = new Utf8JsonReader("""
            {"data": [
              {"id": "openrouter/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
              "garbage", {"pricing": {}}, {"id": "a/empty", "pricing": {}},
              {"id": "a/b", "pricing": {"prompt": "0.000001", "completion": "0.000002",
                "input_cache_write_1h": "0.000002", "web_search": "0.01",
                "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000002"}, {"prompt": "9"}, 5]}}]}
            """u8);
        new OpenRouterReader().Read(ref json, rows);
        Assert.Equal(1, rows.Count);
        PriceRow row = rows.RowAt(rows.IndexOf("A/B"));
        Assert.Equal(0.01m, row.WebSearch);
        Assert.Equal(0.000002m, row.Base.CacheWrite1h);
        Assert.Equal((200_000L, 0.000002m), (row.Bands[1].AboveTokens, row.Bands[1].Standard.Input!.Value));
    }

    [Fact]
    public void Models_dev_prices_are_per_million_and_fast_prices_become_a_multiple()
    {
        var rows = new PriceList(PriceSources.ModelsDev, default);
        var json = new Utf8JsonReader("""
            {"openai": {"id": "openai", "models": {
               "gpt-x": {"experimental": {"modes": {"fast": {"cost": {"input": 12.5, "output": 75}}}},
                         "cost": {"input": 5, "output": 30, "cache_read": 0.5,
                                  "tiers": [{"tier": {"size": 272000}, "input": 10, "output": 45}]}},
               "old": {"cost": {"input": 1, "output": 2, "context_over_200k": {"input": 2, "output": 3}}},
               "free-of-prices": {}, "broken": 7}},
             "other": {"models": {"x": {"cost": {"input": 1, "output": 1}}}}}
            """u8);
        new ModelsDevReader(static provider => provider == "openai").Read(ref json, rows);
        Assert.Equal(2, rows.Count);
        PriceRow row = rows.RowAt(rows.IndexOf("openai/gpt-x"));
        Assert.Equal((5e-6m, 2.5m, 272_000L), (row.Input, row.FastMultiplier!.Value, row.Bands[1].AboveTokens));
        Assert.Equal(200_000, rows.RowAt(rows.IndexOf("openai/old")).Bands[1].AboveTokens);
    }

    [Theory]
    [InlineData("ollama/llama3", "ollama", true)]
    [InlineData("zai/glm-4.7-flash", "zai", true)]
    [InlineData("x/gemma-3-27b-it", null, true)]
    [InlineData("x/y:free", null, true)]
    [InlineData("kimi-k2-thinking-251104", "volcengine", false)]
    [InlineData("fireworks-ai-default", "fireworks_ai", false)]
    public void A_row_of_zeros_is_a_price_only_where_things_are_free(string key, string? provider, bool isPrice)
    {
        PriceRow row = LiteLlm("""{"input_cost_per_token": 0, "output_cost_per_token": 0, "litellm_provider": "P"}"""
            .Replace("\"P\"", provider is null ? "null" : $"\"{provider}\""))!;
        Assert.Equal(isPrice, PriceHygiene.Accepts(PriceSources.LiteLlm, key, row));
    }

    [Fact]
    public void A_stored_list_reads_back_as_it_was_written()
    {
        var rows = new PriceList(PriceSources.LiteLlm, default);
        rows.Add("a \"quoted\" key", LiteLlm("""
            {"litellm_provider": "p", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "input_cost_per_token_priority": 3e-6,
             "input_cost_per_token_above_32k_tokens": 2e-6, "provider_specific_entry": {"fast": 6, "us": 1.1},
             "regional_processing_uplift_multiplier_eu": 1.2, "search_context_cost_per_query": {"search_context_size_medium": 0.01}}
            """)!);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        new StoredPriceList(new StoredListHeader(1_785_542_400, "\"x\"", "now", "u"), rows).Write(buffer);
        StoredPriceList read = StoredPriceList.Read(buffer.WrittenSpan, PriceSources.LiteLlm);
        Assert.Equal(new StoredListHeader(1_785_542_400, "\"x\"", "now", "u"), read.Header with { RowsHash = null });
        Assert.Equal(new DateOnly(2026, 8, 1), read.Rows.Date);
        PriceRow before = rows.RowAt(0), after = read.Rows.RowAt(read.Rows.IndexOf("a \"quoted\" key"));
        Assert.Equal(before.Bands, after.Bands);
        Assert.Equal((before.Provider, before.FastMultiplier, before.UsMultiplier, before.EuMultiplier, before.WebSearch),
            (after.Provider, after.FastMultiplier, after.UsMultiplier, after.EuMultiplier, after.WebSearch));
    }

    private static PriceRow? LiteLlm(string row)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(row));
        json.Read();
        return new LiteLlmReader().ReadRow(ref json);
    }
}
