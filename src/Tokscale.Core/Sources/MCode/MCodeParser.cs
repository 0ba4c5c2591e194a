using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>Reads one saved stream. What model a turn used is told by the row that closes it, so rows are added at the end.</summary>
internal sealed class MCodeParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly List<Answer> _answers = [];
    private readonly Dictionary<NameId, Turn> _turns = [];

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default;
        Answer? answer = null;
        NameId turnId = default;
        var turn = default(Turn);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("message"u8)) answer = ReadMessage(ref json);
            else if (name.Is("turnId"u8)) turnId = sink.Name(json.ReadText().Utf8);
            else if (name.Is("sessionId"u8)) turn.Session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model"u8)) ReadModel(ref json, ref turn);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (type.Is("exec.result"u8)) _turns[turnId] = turn;
        if (!type.Is("message"u8) || answer is null) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (answer.Value.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        _answers.Add(answer.Value);
        return LineOutcome.Usage;
    }

    /// <summary>Adds the answers of the file, once all of it was read.</summary>
    public void AddRows()
    {
        foreach (Answer answer in _answers)
        {
            Turn turn = _turns.GetValueOrDefault(answer.Turn);
            NameId model = turn.Model.IsKnown ? turn.Model : sink.Name("unknown"u8);
            var usage = new UsageEvent
            {
                TimestampMs = answer.TimestampMs ?? file.ModifiedMs,
                Tokens = answer.Tokens,
                Model = model,
                Provider = turn.Provider.IsKnown ? turn.Provider : sink.Name(ModelProvider.Of(sink.NameOf(turn.Model))),
                Session = turn.Session.IsKnown ? turn.Session : sink.Name(file.Stem),
                Messages = 1,
            };
            UInt128 key = RowKey.Join(CallKey.Of(usage, sink), RowKey.Of(sink.NameOf(answer.Turn)));
            sink.Add(new UsageRow { Key = key, Event = usage });
        }
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
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
        long? total = null;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("totalTokens"u8)) total = json.ReadLooseCount();
            else json.SkipValue();
        }
        // The total tells whether the caches lie beside the input (as in all logs seen) or inside it.
        if (total == input + output) input = Math.Max(0, input - cacheRead - cacheWrite);
        return new TokenCounts(input, output, cacheRead, cacheWrite, CacheWrite1h: 0, Reasoning: 0);
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
    }
}
