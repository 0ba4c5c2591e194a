using System.Runtime.InteropServices;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>
/// Messages of the first tables, to tell the rows of the second ones that repeat them: a program that writes both gives a row
/// another id and the time when its step began, later than the message's. Such a row lies within the time of a message with the
/// same session, provider, model and counts.
/// </summary>
internal sealed class StepCopies
{
    private readonly Dictionary<ulong, List<(long FromMs, long UntilMs)>> _messages = [];

    /// <summary>Takes a message of the first tables.</summary>
    public void Add(in AssistantMessage message, NameId session)
    {
        if (message.CreatedMs is not { } createdMs) return;
        ref List<(long, long)>? spans = ref CollectionsMarshal.GetValueRefOrAddDefault(_messages, KeyOf(message, session), out _);
        // A message that was not completed belongs to a program that ended in its midst.
        (spans ??= []).Add((createdMs, message.CompletedMs ?? long.MaxValue));
    }

    /// <summary>Says whether a row of the second tables repeats a message. Each message is repeated once.</summary>
    public bool TryTake(in AssistantMessage row, NameId session)
    {
        if (row.CreatedMs is not { } createdMs || !_messages.TryGetValue(KeyOf(row, session), out List<(long FromMs, long UntilMs)>? spans)) return false;
        int index = spans.FindIndex(span => span.FromMs <= createdMs && createdMs <= span.UntilMs);
        if (index >= 0) spans.RemoveAt(index);
        return index >= 0;
    }

    private static ulong KeyOf(AssistantMessage message, NameId session)
    {
        message.CreatedMs = null; // It is not the same.
        return MessageFormat.FingerprintWith(message, [session.Index, MessageFormat.HashOf(message.Provider)]);
    }
}
