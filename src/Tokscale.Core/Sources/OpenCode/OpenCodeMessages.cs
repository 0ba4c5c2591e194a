using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>What is particular to this agent's messages.</summary>
internal static class OpenCodeMessages
{
    /// <summary>Messages of JSON files and of the table <c>message</c>.</summary>
    public static readonly MessageFormat Format = new(CountTokens, FingerprintOf);

    /// <summary>Messages of the second version of the tables.</summary>
    public static readonly MessageFormat SecondFormat = new(MessageFormat.ReasoningBeside, FingerprintOf);

    /// <summary>From this time on no message holds several steps of the model: versions that did so ended in September 2025.</summary>
    public const long SeveralStepsBeforeMs = 1_767_225_600_000; // 2026-01-01

    /// <summary>
    /// Output holds the reasoning when only then the counts add up to the provider's total. Where no total is logged, those
    /// adapters that pass the OpenAI kind of usage on give output with it.
    /// </summary>
    private static TokenCounts CountTokens(in MessageTokens tokens, in AssistantMessage message)
    {
        if (tokens.Reasoning == 0) return tokens.WithReasoningBeside();
        bool isInside = tokens.Total > 0
            ? tokens.Total == tokens.SumWithoutReasoning
            : tokens.Reasoning <= tokens.Output && CountsLikeOpenAi(message.Provider);
        return isInside ? tokens.WithReasoningInside() : tokens.WithReasoningBeside();
    }

    private static bool CountsLikeOpenAi(in JsonText provider) =>
        provider.Is("openai"u8) || provider.Is("azure"u8) || provider.Is("github-copilot"u8) || provider.Is("openrouter"u8)
        || provider.Is("opencode"u8) || provider.Is("xai"u8);

    private static ulong FingerprintOf(in AssistantMessage message) => MessageFormat.FingerprintWith(
        message, [message.CompletedMs ?? 0, MessageFormat.HashOf(message.Provider), MessageFormat.PicoUsdOf(message.Cost)]);
}
