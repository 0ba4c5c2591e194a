using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Forge;

/// <summary>Reads the document of one conversation: each answer carries the counts of its call.</summary>
internal sealed class ForgeConversation(NameId session, long? timestampMs, SourceFile file, UsageSink sink)
{
    /// <summary>Made of all answers so far.</summary>
    private UInt128 _answers = 1;

    /// <returns>False when the document is no JSON.</returns>
    public bool TryRead(ReadOnlySpan<byte> context)
    {
        var json = new JsonCursor(context);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (!name.Is("messages"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) ReadMessage(ref json);
            }
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        return json.IsAtEnd;
    }

    private void ReadMessage(ref JsonCursor json)
    {
        var answer = default(Answer);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("message"u8)) ReadBody(ref json, ref answer);
            else if (name.Is("usage"u8)) answer.ReadUsage(ref json);
            else json.SkipValue();
        }
        if (!json.HasFailed && answer.IsAssistant && !answer.Tokens.IsZero) Add(answer);
    }

    private static void ReadBody(ref JsonCursor json, ref Answer answer)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("text"u8)) json.SkipValue();
            else if (json.TryBeginObject())
            {
                while (json.TryReadName(out JsonText field))
                {
                    if (field.Is("role"u8)) answer.IsAssistant = json.ReadText().ToString().Equals("assistant", StringComparison.OrdinalIgnoreCase);
                    else if (field.Is("model"u8)) answer.Model = json.ReadText();
                    else if (field.Is("content"u8)) answer.Content = json.ReadText();
                    else json.SkipValue();
                }
            }
        }
    }

    private void Add(in Answer answer)
    {
        if (timestampMs is null) sink.Report(ProblemKind.Undated);
        NameId model = sink.Name(answer.Model.IsEmpty ? "unknown"u8 : answer.Model.Utf8);
        UInt128 counts = RowKey.Of([answer.Tokens.Input, answer.Tokens.CacheRead, answer.Tokens.Output]);
        _answers = RowKey.Join(_answers, RowKey.Join(counts, RowKey.Of(answer.Model.Utf8, answer.Content.Utf8)));
        sink.Add(new UsageRow
        {
            Key = _answers,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = answer.Tokens,
                Model = model,
                Provider = ModelProvider.Of(model, sink),
                Session = session,
                LoggedCostUsd = answer.CostUsd,
                Messages = 1,
            },
        });
    }

    private ref struct Answer
    {
        public bool IsAssistant;
        public JsonText Model, Content;
        public decimal? CostUsd;

        private long _prompt, _completion, _cached;

        public readonly TokenCounts Tokens => InclusiveTokens.Split(_prompt, _cached, cacheWrite: 0, _completion, reasoning: 0);

        public void ReadUsage(ref JsonCursor json)
        {
            if (!json.TryBeginObject()) return;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("prompt_tokens"u8)) _prompt = ReadActual(ref json);
                else if (name.Is("completion_tokens"u8)) _completion = ReadActual(ref json);
                else if (name.Is("cached_tokens"u8)) _cached = ReadActual(ref json);
                else if (name.Is("cost"u8)) CostUsd = json.ReadLooseMoney();
                else json.SkipValue();
            }
        }

        /// <summary>A count is <c>{"actual": 12}</c>, or <c>{"approx": 12}</c> where the provider did not tell it.</summary>
        private static long ReadActual(ref JsonCursor json)
        {
            long count = 0;
            if (!json.TryBeginObject()) return 0;
            while (json.TryMoveTo("actual"u8)) count = json.ReadLooseCount() ?? 0;
            return count;
        }
    }
}
