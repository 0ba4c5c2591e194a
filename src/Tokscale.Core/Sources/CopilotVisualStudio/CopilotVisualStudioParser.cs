using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Telemetry;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVisualStudio;

/// <summary>Reads batches of spans, one a line: programs hold the parts that traced, these the spans.</summary>
internal sealed class CopilotVisualStudioParser(SourceFile file, UsageSink sink) : ILineParser
{
    private long _lineNumber;
    private bool _hasUsage, _hasRefused;

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        // A line has many spans; of one that is damaged none must have been added when the damage is met.
        var whole = new JsonCursor(line.Bytes);
        whole.SkipValue();
        var json = new JsonCursor(line.Bytes);
        if (!whole.IsAtEnd || !json.TryBeginObject()) return LineOutcome.Malformed;
        (_lineNumber, _hasUsage, _hasRefused) = (line.Number, false, false);
        while (json.TryMoveTo("resourceSpans"u8)) ReadPrograms(ref json);
        if (_hasUsage && _hasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return _hasUsage ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    private void ReadPrograms(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("scopeSpans"u8)) ReadParts(ref json);
        }
    }

    private void ReadParts(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("spans"u8)) ReadSpans(ref json);
        }
    }

    private void ReadSpans(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            TelemetryRecord span = TelemetryRecord.ReadSpan(ref json);
            if (span.IsChat) Add(span);
        }
    }

    private void Add(in TelemetryRecord span)
    {
        NameId model = sink.Name(span.Model.Utf8);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = span.SpanId.IsEmpty ? 0 : RowKey.Of(span.TraceId.Utf8, span.SpanId.Utf8),
            Rank = span.Tokens.Total,
            Event = new UsageEvent
            {
                TimestampMs = span.StartMs ?? span.EndMs ?? file.ModifiedMs,
                Tokens = span.Tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = sink.Name("github-copilot"u8),
                Session = sink.Name(span.ConversationId.Utf8),
                Agent = sink.Name(span.Agent.Utf8),
                DurationMs = span.DurationMs,
                Messages = 1,
            },
        });
        if (isAdded && span.StartMs is null && span.EndMs is null) sink.Report(ProblemKind.Undated, _lineNumber);
        _hasUsage |= isAdded;
        _hasRefused |= span.HasRefused;
    }
}
