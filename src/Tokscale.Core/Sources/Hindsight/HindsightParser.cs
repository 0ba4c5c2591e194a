using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hindsight;

/// <summary>Reads one saved page of the service's usage: every line is a call.</summary>
internal sealed class HindsightParser(SourceFile file, UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText id = default, trace = default, bank = default, model = default, provider = default;
        long? timestampMs = null, durationMs = null;
        long input = 0, output = 0, cached = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) id = json.ReadText();
            else if (name.Is("trace_id"u8)) trace = json.ReadText();
            else if (name.Is("bank"u8)) bank = json.ReadText();
            else if (name.Is("provider"u8)) provider = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("started_at"u8)) timestampMs = json.ReadTime();
            else if (name.Is("duration_ms"u8)) durationMs = json.ReadLooseCount();
            else if (name.Is("input_tokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output_tokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cached_tokens"u8)) cached = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (input + output == 0) return LineOutcome.NoUsage; // An operation that called no model.
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);

        NameId project = sink.Name(bank.Utf8), session = sink.Name(trace.Utf8);
        if (!session.IsKnown) session = project.IsKnown ? project : sink.Name(file.Stem);
        NameId modelId = sink.Name(model.IsEmpty ? "unknown"u8 : model.Utf8);
        sink.Add(new UsageRow
        {
            Key = id.IsEmpty ? RowKey.Of(line.Bytes) : RowKey.Of("id"u8, id.Utf8),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = InclusiveTokens.Split(input, cached, cacheWrite: 0, output, reasoning: 0),
                Model = modelId,
                Provider = provider.IsEmpty ? ModelProvider.Of(modelId, sink) : sink.Name(provider.Utf8),
                Session = session,
                Project = project,
                DurationMs = (int)Math.Min(durationMs ?? 0, int.MaxValue),
                Messages = 1,
            },
        });
        return LineOutcome.Usage;
    }
}
