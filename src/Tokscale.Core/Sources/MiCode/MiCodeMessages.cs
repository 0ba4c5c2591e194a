using Tokscale.Core.Sources.Shared.Messages;

namespace Tokscale.Core.Sources.MiCode;

/// <summary>What is particular to this agent's messages.</summary>
internal static class MiCodeMessages
{
    public static readonly MessageFormat Format = new(MessageFormat.ReasoningBeside, FingerprintOf) { IsLoose = true, PrefersIdInside = true };

    private static ulong FingerprintOf(in AssistantMessage message) =>
        MessageFormat.FingerprintWith(message, [MessageFormat.PicoUsdOf(message.Cost)]);
}
