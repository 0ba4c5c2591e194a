using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.QuickDesk;

/// <summary>Reads one day of metrics; lines with a model and both counts are calls, the others are about tools.</summary>
internal sealed class QuickDeskParser(SourceFile file, UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText model = default, session = default;
        long? timestampMs = null, input = null, output = null;
        decimal? costUsd = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("Model"u8)) model = json.ReadText();
            else if (name.Is("session_id"u8)) session = json.ReadText();
            else if (name.Is("InputTokens"u8)) input = json.ReadLooseCount();
            else if (name.Is("OutputTokens"u8)) output = json.ReadLooseCount();
            else if (name.Is("CostUSD"u8)) costUsd = json.ReadLooseMoney();
            else if (name.Is("_aws"u8)) timestampMs = ReadTimestamp(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (model.IsEmpty || input is null || output is null) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        long? dayMs = timestampMs is null ? DayOfFile() : null;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        NameId modelId = sink.Name(model.Utf8);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? dayMs ?? file.ModifiedMs,
            Tokens = new TokenCounts(input.Value, output.Value, CacheRead: 0, CacheWrite: 0, CacheWrite1h: 0, Reasoning: 0),
            Model = modelId,
            Provider = ModelProvider.Of(modelId, sink),
            Session = session.IsEmpty ? sink.Name(file.Stem) : sink.Name(session.Utf8),
            LoggedCostUsd = costUsd,
            Messages = 1,
        };
        return sink.Add(new UsageRow { Key = CallKey.Of(usage, sink), Event = usage }) ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    private static long? ReadTimestamp(ref JsonCursor json)
    {
        long? timestampMs = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("Timestamp"u8)) timestampMs = json.ReadTime();
        return timestampMs;
    }

    /// <summary>The day in <c>metrics-2026-03-10.jsonl</c>.</summary>
    private long? DayOfFile()
    {
        string day = file.Stem[(file.Stem.IndexOf('-') + 1)..];
        return LogTime.Parse(System.Text.Encoding.UTF8.GetBytes(day + "T00:00Z"));
    }
}
