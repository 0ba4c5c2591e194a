using Tokscale.Core.Pricing;
using Xunit;

namespace Tokscale.Tests.Pricing;

public class ModelNamesTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4.5", "claude-sonnet-4-5")]
    [InlineData("claude-4.5-sonnet", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5@20250929", "claude-sonnet-4-5")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("anthropic/claude-sonnet-4.5", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5[1m]", "claude-sonnet-4-5")]
    [InlineData("anthropic-claude-opus-4-5", "claude-opus-4-5")]
    [InlineData("claude-opus-4-0", "claude-opus-4")]
    [InlineData("claude-opus-4-20250514", "claude-opus-4")]
    [InlineData("claude-opus-41", "claude-opus-4-1")]
    [InlineData("claude-3.7-sonnet", "claude-3-7-sonnet")]
    [InlineData("claude-3-7-sonnet-20250219", "claude-3-7-sonnet")]
    [InlineData("claude-instant-1.2", "claude-instant-1-2")]
    [InlineData("models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("gpt-5-2025-08-07", "gpt-5")]
    [InlineData("GPT-5.1-Codex", "gpt-5.1-codex")]
    [InlineData("hf:zai-org/GLM-4.7", "glm-4.7")]
    [InlineData("accounts/fireworks/models/glm-4p6", "glm-4.6")]
    [InlineData("codex-mini-latest", "codex-mini")]
    [InlineData("Gemini 3 Pro (High)", "gemini-3-pro-high")]
    [InlineData("Claude Opus 4.5 (Thinking)", "claude-opus-4-5-thinking")]
    public void Spellings_of_one_model_share_a_name(string id, string name) => Assert.Equal(name, ModelNames.Readable(id));

    [Theory]
    [InlineData("claude-opus-4-5-thinking-high")]
    [InlineData("gpt-5-high")]
    [InlineData("gemini-2.5-flash-lite")]
    [InlineData("gemini-pro-latest")]
    [InlineData("kimi-latest")]
    [InlineData("llama3.1:8b")]
    [InlineData("qwen3-coder:free")]
    [InlineData("qwen_custom.v2")]
    [InlineData("big-pickle")]
    [InlineData("<synthetic>")]
    [InlineData("openrouter/auto")]
    [InlineData("unknown")]
    [InlineData("mon-modèle")]
    [InlineData("odd)")]
    [InlineData("my-model(2)")]
    public void What_tells_models_apart_stays(string id) => Assert.Equal(id, ModelNames.Readable(id));

    [Fact]
    public void Any_text_has_a_name()
    {
        string[] ids =
        [
            "", " ", "/", "---", "@", new string('a', 10_000), string.Concat(Enumerable.Repeat("a-", 300)), "a[", "]", "arn:", "custom:",
            "models/", "()",
        ];
        Assert.All(ids, id => Assert.NotNull(ModelNames.Readable(id)));
    }
}
