using Tokscale.Core.Sources.Shared;
using Xunit;

namespace Tokscale.Tests.Sources.Shared;

public sealed class ModelProviderTests
{
    [Theory]
    [InlineData("claude-opus-4-5", "anthropic")]
    [InlineData("groq/llama-3.3-70b", "groq")]
    [InlineData("accounts/fireworks/models/glm-4p6", "fireworks")]
    [InlineData("models/gemini-2.5-pro", "google")]
    [InlineData("models/no-such-model", null)]
    public void A_path_of_an_api_is_no_provider(string model, string? provider) => Assert.Equal(provider, ModelProvider.Of(model));
}
