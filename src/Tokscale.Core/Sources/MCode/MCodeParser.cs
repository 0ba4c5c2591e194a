using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>
/// Reads one saved stream. What model a turn used, and in newer streams its counts too, is told by the rows that close it, so rows
/// are added at the end.
/// </summary>
internal sealed class MCodeParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly List<Answer> _answers = [];
    private readonly Dictionary<NameId, Turn> _turns = [];

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default;
        Answer? answer = null;
        NameId turnId = default, resultTurnId = default;
        Turn turn = default, result = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("message"u8)) answer = ReadMessage(ref json);
            else if (name.Is("result"u8)) ReadResult(ref json, ref resultTurnId, ref result);
            else ReadTurnField(name, ref json, ref turnId, ref turn);
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        bool isClosing = type.Is("exec.result"u8) || type.Is("turn.completed"u8) || type.Is("exec.completed"u8);
        if (isClosing) Close(resultTurnId.IsKnown ? resultTurnId : turnId, turn.With(result));
        if (!type.Is("message"u8) || answer is null) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (answer.Value.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        _answers.Add(answer.Value);
        return LineOutcome.Usage;
    }

    /// <summary>Adds the answers of the file, and sums of turns that have none, once all of it was read.</summary>
    public void AddRows()
    {
        foreach (Answer answer in _answers)
        {
            UsageEvent usage = EventOf(answer.Turn, answer.Tokens, answer.TimestampMs);
            Add(usage, RowKey.Join(CallKey.Of(usage, sink), RowKey.Of(sink.NameOf(answer.Turn))), answer.Turn);
        }
        HashSet<NameId> told = [.. _answers.Select(answer => answer.Turn)];
        foreach ((NameId turnId, Turn turn) in _turns)
        {
            if (told.Contains(turnId) || turn.Tokens.IsZero) continue;
            // Nothing but the turn tells copies: the only time is the file's.
            bool isNamed = turnId.IsKnown && turn.Session.IsKnown;
            UInt128 key = isNamed ? RowKey.Join(RowKey.Of(sink.NameOf(turn.Session)), RowKey.Of(sink.NameOf(turnId))) : 0;
            sink.Report(ProblemKind.Undated);
            Add(EventOf(turnId, turn.Tokens, timestampMs: null) with { Class = new PriceClass { IsAggregate = true } }, key, turnId);
        }
    }

    private UsageEvent EventOf(NameId turnId, TokenCounts tokens, long? timestampMs)
    {
        Turn turn = _turns.GetValueOrDefault(turnId);
        return new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = tokens,
            Model = sink.ModelOrUnknown(turn.Model),
            Provider = turn.Provider.IsKnown ? turn.Provider : ModelProvider.Of(turn.Model, sink),
            Session = turn.Session.IsKnown ? turn.Session : sink.Name(file.Stem),
            Messages = 1,
        };
    }

    private void Add(in UsageEvent usage, UInt128 key, NameId turnId) => sink.Add(new UsageRow
    {
        Key = key,
        Link = MCodeCopies.LinkOf(sink.NameOf(usage.Session), sink.NameOf(turnId)),
        Flags = MCodeCopies.StreamFlag,
        Event = usage,
    });

    /// <summary>Two rows may close a turn; both tell its counts, and one of them its model.</summary>
    private void Close(NameId turnId, in Turn row) => _turns[turnId] = _turns.GetValueOrDefault(turnId).With(row);

    private void ReadResult(ref JsonCursor json, ref NameId turnId, ref Turn turn)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name)) ReadTurnField(name, ref json, ref turnId, ref turn);
    }

    private void ReadTurnField(scoped in JsonText name, ref JsonCursor json, ref NameId turnId, ref Turn turn)
    {
        if (name.Is("turnId"u8)) turnId = sink.Name(json.ReadText().Utf8);
        else if (name.Is("sessionId"u8)) turn.Session = sink.Name(json.ReadText().Utf8);
        else if (name.Is("model"u8)) ReadModel(ref json, ref turn);
        else if (name.Is("usage"u8)) turn.Tokens = ReadUsage(ref json);
        else json.SkipValue();
    }

    /// <returns>Null when the message is no answer of the model with counts.</returns>
    private Answer? ReadMessage(ref JsonCursor json)
    {
        bool isAssistant = false;
        var answer = default(Answer);
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) isAssistant = json.ReadText().Is("assistant"u8);
            else if (name.Is("turnId"u8)) answer.Turn = sink.Name(json.ReadText().Utf8);
            else if (name.Is("timestamp"u8)) answer.TimestampMs = json.ReadTime();
            else if (name.Is("usage"u8)) answer.Tokens = ReadUsage(ref json);
            else json.SkipValue();
        }
        return isAssistant && !answer.Tokens.IsZero ? answer : null;
    }

    private static TokenCounts ReadUsage(ref JsonCursor json)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0;
        long? total = null;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoningTokens"u8)) reasoning = json.ReadLooseCount() ?? 0;
            else if (name.Is("totalTokens"u8)) total = json.ReadLooseCount();
            else json.SkipValue();
        }
        // The total tells whether the caches lie beside the input (as in all logs seen) or inside it.
        if (total == input + output) input = Math.Max(0, input - cacheRead - cacheWrite);
        reasoning = Math.Min(reasoning, output);
        return new TokenCounts(input, output - reasoning, cacheRead, cacheWrite, CacheWrite1h: 0, reasoning);
    }

    private void ReadModel(ref JsonCursor json, ref Turn turn)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("modelId"u8)) turn.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("providerId"u8)) turn.Provider = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
    }

    private struct Answer
    {
        public NameId Turn;
        public long? TimestampMs;
        public TokenCounts Tokens;
    }

    private struct Turn
    {
        public NameId Session, Model, Provider;

        /// <summary>The sum of its calls, where a row that closes it tells it.</summary>
        public TokenCounts Tokens;

        /// <summary>The turn with all that a later record of it tells.</summary>
        public readonly Turn With(in Turn later) => new()
        {
            Session = later.Session.IsKnown ? later.Session : Session,
            Model = later.Model.IsKnown ? later.Model : Model,
            Provider = later.Provider.IsKnown ? later.Provider : Provider,
            Tokens = later.Tokens.IsZero ? Tokens : later.Tokens,
        };
    }
}
