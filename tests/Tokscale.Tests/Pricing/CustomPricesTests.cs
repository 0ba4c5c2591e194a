using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Pricing.History;
using Tokscale.Core.Pricing.Snapshot;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>The user's own price file.</summary>
public class CustomPricesTests
{
    private static readonly TokenCounts s_million = new(1_000_000, 0, 0, 0, 0, 0);
    private static readonly DateOnly s_today = new(2026, 11, 24);

    [Fact]
    public void Prices_by_token_and_by_million_come_before_every_list()
    {
        PriceTable table = Table("""
            {"models": {
              "gpt-5": {"input_cost_per_million_tokens": 9, "output_cost_per_million_tokens": 0,
                        "cache_read_input_cost_per_million_tokens": 0.5},
              "my-model": {"input_cost_per_token": 2e-6, "output_cost_per_token": 4e-6}}}
            """);
        PriceMatch match = table.Find("GPT-5", "openai")!;
        Assert.Equal((PriceSources.Custom, PriceConfidence.Custom), (match.Source, match.Confidence));
        Assert.Equal(new PricesPerMillion(9, 0, 0.5m, null, null, null), match.Card.Published());
        Assert.Equal(2m, table.Find("my-model")!.Cost(s_million, default, 0, 0));
        Assert.Equal(PriceSources.LiteLlm, table.Find("gpt-5-mini")!.Source);
    }

    [Fact]
    public void A_misspelt_price_is_told_and_prices_of_other_units_are_not()
    {
        CustomPrices prices = Read("""
            {"models": {"m": {"input_cost_per_token": 2e-6, "output_cost_per_token": 4e-6, "cache_raed_input_token_cost": 1e-7,
                              "input_cost_per_audio_token": 1e-6, "search_context_cost_per_query": {}, "mode": "chat"}}}
            """);
        Assert.Equal(
            "\"cache_raed_input_token_cost\" of \"m\" is no price of tokens and not used.",
            Assert.Single(prices.Problems)[(prices.Problems[0].IndexOf(':', StringComparison.Ordinal) + 2)..]);
    }

    [Fact]
    public void A_price_at_a_provider_counts_there_only()
    {
        PriceTable table = Table("""
            {"providers": {"azure/my-gpt5-deployment": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}}
            """);
        Assert.Equal(1m, table.Find("my-gpt5-deployment", "azure")!.Card.Published().Input);
        Assert.Null(table.Find("my-gpt5-deployment"));
    }

    [Fact]
    public void Aliases_lead_to_a_model_to_a_row_or_to_another_alias()
    {
        PriceTable table = Table("""
            {"aliases": {"my-gpt5-deployment": "gpt-5", "fast-one": "litellm:xai/grok-4-1-fast", "a": "my-gpt5-deployment",
                         "x": "y", "y": "x", "big-pickle": "gpt-5-mini"}}
            """);
        Assert.Equal("azure/gpt-5", table.Find("my-gpt5-deployment", "azure")!.MatchedKey);
        Assert.Equal("gpt-5", table.Find("a")!.MatchedKey);
        Assert.Equal("xai/grok-4-1-fast", table.Find("fast-one")!.MatchedKey);
        Assert.Equal("gpt-5-mini", table.Find("big-pickle")!.MatchedKey);
        Assert.Null(table.Find("x"));
    }

    [Theory]
    [InlineData("""{"multiplier": {"azure": 0.8}}""")]
    [InlineData("""{"providers": {"azure": {"multiplier": 0.8}}}""")]
    public void A_discount_at_a_provider_lowers_its_list_prices(string file)
    {
        PriceTable table = Table(file);
        Assert.Equal(1m, table.Find("gpt-5", "azure")!.Cost(s_million, default, 0, 0));
        Assert.Equal(1m, table.Find("gpt-5", "azure-openai")!.Cost(s_million, default, 0, 0));
        Assert.Equal(1.25m, table.Find("gpt-5")!.Cost(s_million, default, 0, 0));
    }

    [Theory]
    [InlineData("""{"input_cost_per_token": 1e-6}""", "no output price")]
    [InlineData("""{"output_cost_per_token": 1e-6}""", "no input price")]
    [InlineData("""{"input_cost_per_token": -1, "output_cost_per_token": 1e-6}""", "input_cost_per_token is no price")]
    [InlineData("""{"input_cost_per_token": "a lot", "output_cost_per_token": 1e-6}""", "input_cost_per_token is no price")]
    [InlineData("""{"input_cost_per_token": 0, "input_cost_per_million_tokens": 1, "output_cost_per_token": 0}""", "per token and per million")]
    [InlineData("""{"input_cost_per_token": 3, "output_cost_per_token": 15}""", "a price is impossible")]
    [InlineData("5", "it is no object")]
    [InlineData("""{"from": "soon", "input_cost_per_token": 0, "output_cost_per_token": 0}""", "from is no day")]
    [InlineData("""{"from": 2026, "input_cost_per_token": 0, "output_cost_per_token": 0}""", "from is no day")]
    public void A_row_that_makes_no_sense_is_named_and_the_others_are_used(string row, string why)
    {
        CustomPrices prices = Read(
            """{"models": {"bad": ROW, "good": {"input_cost_per_token": 0, "output_cost_per_token": 0}}}""".Replace("ROW", row));
        string problem = Assert.Single(prices.Problems);
        Assert.Contains("\"bad\"", problem);
        Assert.Contains(why, problem);
        Assert.Equal(["good"], prices.Overrides.Select(row => row.Key));
    }

    [Theory]
    [InlineData("{\"models\": {", "line 1")]
    [InlineData("", "no valid JSON")]
    [InlineData("[]", "must hold an object")]
    [InlineData("""{"modles": {}}""", "\"modles\" is unknown")]
    [InlineData("""{"multiplier": {"azure": -1}}""", "the multiplier of \"azure\"")]
    [InlineData("""{"aliases": {"a": 5}}""", "the alias \"a\"")]
    public void A_file_that_cannot_be_read_says_why_and_harms_nothing(string content, string why)
    {
        CustomPrices prices = Read(content);
        Assert.Contains(why, Assert.Single(prices.Problems));
        Assert.NotNull(Table(content).Find("gpt-5"));
    }

    [Fact]
    public void A_price_with_a_first_day_counts_from_then_on_and_that_of_the_lists_before()
    {
        PriceTable table = Table("""
            {"models": {
              "o3": {"from": "2026-01-01", "input_cost_per_million_tokens": 7, "output_cost_per_million_tokens": 7},
              "mine": {"from": "2026-01-01", "input_cost_per_million_tokens": 7, "output_cost_per_million_tokens": 7},
              "gpt-5": {"from": "2026-11-25", "input_cost_per_million_tokens": 7, "output_cost_per_million_tokens": 7}}}
            """);
        PriceMatch own = table.Find("o3")!;
        Assert.Equal(7m, own.On(new DateOnly(2026, 1, 1))!.Card.Published().Input);
        Assert.Equal((2m, "litellm"), (own.On(new DateOnly(2025, 12, 31))!.Card.Published().Input, own.On(new DateOnly(2025, 12, 31))!.Source));
        Assert.Equal(10m, own.On(new DateOnly(2025, 6, 9))!.Card.Published().Input);
        Assert.Null(table.Find("mine")!.On(new DateOnly(2025, 12, 31)));
        Assert.Equal("litellm", table.Find("gpt-5")!.Source);
    }

    [Fact]
    public void Another_name_is_told()
    {
        PriceTable table = Table("""{"aliases": {"mine": "gpt-5"}}""");

        Assert.Equal("gpt-5", table.Find("mine")!.OtherName);
        Assert.Equal("z-ai/glm-4.7", table.Find("big-pickle")!.OtherName);
        Assert.Null(table.Find("gpt-5")!.OtherName);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_fine()
    {
        CustomPrices prices = Read("\uFEFF" + """
            {// mine
             "$schema": 1, "models": {"m": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6,},},}
            """);
        Assert.Empty(prices.Problems);
        Assert.Equal(["m"], prices.Overrides.Select(row => row.Key));
    }

    [Fact]
    public void Without_a_file_there_are_no_prices_of_ones_own() => Assert.Null(CustomPrices.Load("/nowhere/custom-pricing.json", s_today));

    private static CustomPrices Read(string text) => CustomPrices.Read(System.Text.Encoding.UTF8.GetBytes(text), "custom-pricing.json", s_today);

    private static PriceTable Table(string text) => new(PriceSnapshot.Embedded.Catalogs, Read(text), PriceHistory.Embedded);
}
