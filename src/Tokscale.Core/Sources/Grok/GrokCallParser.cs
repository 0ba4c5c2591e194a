using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>Reads the log that the newest versions keep of all sessions; a line is one call of a model.</summary>
internal sealed class GrokCallParser(SourceFile file, UsageSink sink) : ILineParser
{
    /// <summary>Stands in every line with counts.</summary>
    public static readonly LineMarker Marker = new("inference_done"u8);

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        JsonText message = default, session = default;
        long? timestampMs = null;
        long process = 0;
        var counts = default(Counts);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("msg"u8)) message = json.ReadText();
            else if (name.Is("ts"u8)) timestampMs = json.ReadTime();
            else if (name.Is("sid"u8)) session = json.ReadText();
            else if (name.Is("pid"u8)) process = json.ReadLooseCount() ?? 0;
            else if (name.Is("ctx"u8)) counts = Counts.Read(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (!message.Is("shell.turn.inference_done"u8)) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = counts.Tokens,
            Model = sink.Name(GrokTurnParser.DefaultModel),
            Provider = sink.Name("xai"u8),
            Session = sink.Name(session.Utf8),
            Messages = 1,
        };
        bool isAdded = sink.Add(new UsageRow
        {
            Key = RowKey.Join(CallKey.Of(usage, sink), RowKey.Of([process, counts.Loop])),
            Flags = GrokCopies.CallFlag | GrokCopies.ModelAssumed | (timestampMs is null ? GrokCopies.TimeAssumed : 0),
            Event = usage,
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        return isAdded ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    private struct Counts
    {
        private long _prompt, _completion, _cached, _reasoning;

        /// <summary>Which call of the turn it is.</summary>
        public long Loop;

        public readonly TokenCounts Tokens => InclusiveTokens.Split(_prompt, _cached, cacheWrite: 0, _completion, _reasoning);

        public static Counts Read(ref JsonCursor json)
        {
            var counts = default(Counts);
            if (!json.TryBeginObject()) return counts;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("prompt_tokens"u8)) counts._prompt = json.ReadLooseCount() ?? 0;
                else if (name.Is("completion_tokens"u8)) counts._completion = json.ReadLooseCount() ?? 0;
                else if (name.Is("cached_prompt_tokens"u8)) counts._cached = json.ReadLooseCount() ?? 0;
                else if (name.Is("reasoning_tokens"u8)) counts._reasoning = json.ReadLooseCount() ?? 0;
                else if (name.Is("loop_index"u8)) counts.Loop = json.ReadLooseCount() ?? 0;
                else json.SkipValue();
            }
            return counts;
        }
    }
}
