using Tokscale.Core.Sources.Shared.Messages;

namespace Tokscale.Core.Sources.Kilo;

/// <summary>What is particular to this agent's messages.</summary>
internal static class KiloMessages
{
    public static readonly MessageFormat Format = new(MessageFormat.ReasoningBeside, FingerprintOf) { IsLoose = true };

    private static ulong FingerprintOf(in AssistantMessage message) => MessageFormat.FingerprintWith(message, []);
}
