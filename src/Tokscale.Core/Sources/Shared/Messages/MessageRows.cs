using System.Buffers.Binary;
using System.Buffers.Text;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>Makes rows of the messages of one file.</summary>
public sealed class MessageRows(MessageFormat format, SourceFile file, UsageSink sink)
{
    private readonly NameId _unknown = sink.Name("unknown"u8);
    private NameId _guessedModel, _guessedProvider;

    /// <summary>Makes a row of a message.</summary>
    /// <param name="message">A message of the assistant.</param>
    /// <param name="id">Identity of the message; empty when it has none.</param>
    /// <param name="session">The session it belongs to.</param>
    /// <param name="fallbackMs">When the message does not say its time; null: nothing does, which is reported.</param>
    /// <param name="number">1-based row, for reports; null for a file of one message.</param>
    public UsageRow Make(in AssistantMessage message, ReadOnlySpan<byte> id, in MessageSession session, long? fallbackMs, long? number)
    {
        if (message.CreatedMs is null && fallbackMs is null) sink.Report(ProblemKind.Undated, number);
        if (message.HasRefused) sink.Report(ProblemKind.RefusedNumber, number);
        (NameId model, NameId provider) = ModelOf(message);
        return new UsageRow
        {
            Key = id.IsEmpty ? 0 : RowKey.Of(id),
            Link = message.CreatedMs is null ? 0 : format.FingerprintOf(message),
            Rank = OrderOf(id, message.CreatedMs ?? 0),
            Event = new UsageEvent
            {
                TimestampMs = message.CreatedMs ?? fallbackMs ?? file.ModifiedMs,
                Tokens = format.CountTokens(message.Tokens, message),
                Model = model,
                Provider = provider,
                Session = session.Id,
                Project = ProjectOf(message, session),
                Agent = AgentOf(message, session),
                LoggedCostUsd = message.Cost,
                Messages = 1,
                DurationMs = DurationOf(message),
            },
        };
    }

    /// <summary>The model that a value names as the field <c>model</c> of messages does.</summary>
    public (NameId Model, NameId Provider) ModelOf(ReadOnlySpan<byte> value) => ModelOf(AssistantMessage.ReadModelOnly(value));

    /// <summary>Replaces the tokens, which are those of the last step, with the sum over all steps. The cost is the sum already.</summary>
    public void SumSteps(ref UsageRow row, in AssistantMessage message, IReadOnlyList<MessageTokens> steps)
    {
        if (steps.Count < 2) return;
        TokenCounts sum = default;
        foreach (MessageTokens step in steps) sum += format.CountTokens(step, message);
        row.Event.Tokens = sum;
        row.Event.Class = row.Event.Class with { IsAggregate = true };
        row.Event.DurationMs = 0;
    }

    private (NameId Model, NameId Provider) ModelOf(in AssistantMessage message)
    {
        NameId model = sink.Name(message.Model.Utf8);
        return (model.IsKnown ? model : _unknown, ProviderOf(message, model));
    }

    private NameId ProviderOf(in AssistantMessage message, NameId model)
    {
        if (!message.Provider.IsEmpty) return sink.Name(message.Provider.Utf8);
        if (model == _guessedModel) return _guessedProvider;
        (_guessedModel, _guessedProvider) = (model, sink.Name(ModelProvider.Of(message.Model.ToString())));
        return _guessedProvider;
    }

    private NameId ProjectOf(in AssistantMessage message, in MessageSession session)
    {
        // Outside of repositories the root is "/", which tells less than the folder.
        if (message.Root.Is("/"u8) && !message.Cwd.IsEmpty) return sink.Name(message.Cwd.Utf8);
        if (!message.Root.IsEmpty) return sink.Name(message.Root.Utf8);
        return session.Project.IsKnown ? session.Project : sink.Name(message.Cwd.Utf8);
    }

    private NameId AgentOf(in AssistantMessage message, in MessageSession session)
    {
        if (!message.Agent.IsEmpty) return sink.Name(message.Agent.Utf8);
        if (!message.Mode.IsEmpty) return sink.Name(message.Mode.Utf8);
        return session.IsChild ? sink.Name("subagent"u8) : default;
    }

    private static int DurationOf(in AssistantMessage message)
    {
        long? duration = message.CompletedMs - message.CreatedMs;
        return duration is > 0 and < int.MaxValue ? (int)duration : 0;
    }

    /// <summary>
    /// Sorts ids by when they were made: they are <c>PREFIX_</c> and then 48 bits of the time in 4096ths of a millisecond, as hex.
    /// These overflow every 795 days, so what counts is how long after its message an id was made. Other ids come after, as text.
    /// </summary>
    private static long OrderOf(ReadOnlySpan<byte> id, long messageMs)
    {
        id = id[(id.IndexOf((byte)'_') + 1)..];
        bool isRead = Utf8Parser.TryParse(id[..Math.Min(id.Length, IdTimeDigits)], out long time, out int length, 'x');
        if (isRead && length == IdTimeDigits) return (time - (messageMs - IdEarlyMsMax) * IdUnitsPerMs) & (IdTurn - 1);
        Span<byte> start = stackalloc byte[sizeof(long)];
        id[..Math.Min(id.Length, start.Length)].CopyTo(start);
        return Math.Max(IdTurn, (long)(BinaryPrimitives.ReadUInt64BigEndian(start) >> 1));
    }

    private const int IdTimeDigits = 12;

    private const long IdTurn = 1L << 48, IdUnitsPerMs = 4096;

    /// <summary>An id is made just before the time of its message is taken; clocks are set, but not by more than a day.</summary>
    private const long IdEarlyMsMax = 86_400_000;
}
