using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>What differs between agents that log messages in this form.</summary>
/// <param name="CountTokens">The classes of a block of tokens.</param>
/// <param name="FingerprintOf">What a message keeps when it is copied into another session under a new id.</param>
public sealed record MessageFormat(MessageFormat.TokenCounter CountTokens, MessageFormat.Fingerprinter FingerprintOf)
{
    public delegate TokenCounts TokenCounter(in MessageTokens tokens, in AssistantMessage message);

    /// <returns>Never 0.</returns>
    public delegate ulong Fingerprinter(in AssistantMessage message);

    /// <summary>The id inside the record, where there is one, identifies the message rather than the column.</summary>
    public bool PrefersIdInside { get; init; }

    /// <summary>Numbers inside strings count.</summary>
    public bool IsLoose { get; init; }

    /// <summary>For agents that take reasoning out of output before they log.</summary>
    public static TokenCounts ReasoningBeside(in MessageTokens tokens, in AssistantMessage message) => tokens.WithReasoningBeside();

    /// <summary>A cost as a whole number, for fingerprints; a cost that is not stated is the same as none.</summary>
    public static long PicoUsdOf(decimal? cost) => cost is >= 0 and < 1_000_000 ? (long)(cost.Value * 1_000_000_000_000m) : 0;

    /// <summary>A fingerprint of created time, model and counts.</summary>
    /// <param name="message">A message with its time.</param>
    /// <param name="further">What else has to agree.</param>
    public static ulong FingerprintWith(in AssistantMessage message, ReadOnlySpan<long> further)
    {
        MessageTokens tokens = message.Tokens;
        ReadOnlySpan<long> common =
        [
            message.CreatedMs ?? 0, HashOf(message.Model), tokens.Input, tokens.Output, tokens.Reasoning, tokens.CacheRead, tokens.CacheWrite,
        ];
        Span<long> all = stackalloc long[common.Length + further.Length];
        common.CopyTo(all);
        further.CopyTo(all[common.Length..]);
        return RowKey.LinkOf(all);
    }

    /// <summary>A text as a number, for fingerprints.</summary>
    public static long HashOf(in JsonText text) => (long)(ulong)RowKey.Of(text.Utf8);
}
