using Tokscale.Core.Pricing;
using Xunit;

namespace Tokscale.Tests.Pricing;

/// <summary>Who served a model decides its price as much as the model.</summary>
public sealed class ProviderPriceTests
{
    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic", "us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData(
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5-20250929")]
    [InlineData("accounts/fireworks/models/glm-4p6", "anthropic", "fireworks_ai/accounts/fireworks/models/glm-4p6")]
    public void An_id_that_names_its_cloud_has_the_price_of_the_cloud_whatever_maker_the_log_names(string model, string provider, string key) =>
        Assert.Equal(key, PriceTable.Embedded.Find(model, provider)?.MatchedKey);

    [Theory]
    [InlineData("mistral", "ollama")]
    [InlineData("ollama/codellama", null)]
    [InlineData("gemma", "lmstudio")]
    [InlineData("phi", "ollama")]
    [InlineData("unknown", "lm-studio")]
    public void Whatever_runs_on_the_own_machine_costs_nothing(string model, string? provider)
    {
        PriceMatch? match = PriceTable.Embedded.Find(model, provider);

        Assert.Equal((BillingKind.Local, true), (match?.Billing, match?.Card.IsFree));
    }

    [Theory]
    [InlineData("codestral", "vercel", "vercel_ai_gateway/mistral/codestral")]
    [InlineData("codestral", null, null)]
    [InlineData("gpt", "groq", null)]
    [InlineData("claude", "vertex", null)]
    [InlineData("auto", "vercel", null)]
    public void A_family_alone_is_a_model_only_where_a_cloud_sells_one_of_that_name(string model, string? provider, string? key) =>
        Assert.Equal(key, PriceTable.Embedded.Find(model, provider)?.MatchedKey);

    [Theory]
    [InlineData("databricks-claude-sonnet-4-5", "databricks", 0.3)]
    [InlineData("databricks/databricks-claude-sonnet-4-5", null, 0.3)]
    public void A_price_converted_from_other_units_agrees_with_the_makers_and_borrows_its_cache_reads(string model, string? provider, double cacheRead)
    {
        PriceMatch? match = PriceTable.Embedded.Find(model, provider);

        Assert.Equal("databricks/databricks-claude-sonnet-4-5", match?.MatchedKey);
        Assert.Equal((decimal)cacheRead, match!.Card.PricesOf(default, 0).CacheRead);
    }

    [Theory]
    [InlineData("claude-opus-4.5-thinking-0", "claude-opus-4-5")]
    [InlineData("gpt-5.2-1", "gpt-5.2")]
    [InlineData("gpt-5-codex-0", "gpt-5-codex")]
    [InlineData("kimi-k2-thinking-2", "moonshot/kimi-k2-thinking")]
    [InlineData("claude-opus-4-1", "claude-opus-4-1")]
    [InlineData("claude-opus-4-9", null)]
    [InlineData("gpt-5-9", null)]
    [InlineData("mistral-small-9", null)]
    public void The_number_behind_a_users_own_entry_goes_and_a_version_stays(string model, string? key) =>
        Assert.Equal(key, PriceTable.Embedded.Find(model)?.MatchedKey);
}
