using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.CallLines;

/// <summary>
/// Reads transcripts in which a call is written once for each of its parts (message, tool calls), with the counts as its API gave
/// them.
/// </summary>
internal sealed class CallLineParser(SourceFile file, UsageSink sink) : ILineParser
{
    private NameId _session = sink.Name(file.Stem);
    private NameId _project;
    private long? _lastTimestampMs;

    public LineOutcome ReadLine(LogLine line)
    {
        CallLine record = CallLine.Read(line.Bytes);
        if (!record.IsValid) return LineOutcome.Malformed;
        _lastTimestampMs = record.TimestampMs ?? _lastTimestampMs;
        SetIfKnown(ref _session, record.SessionId);
        SetIfKnown(ref _project, record.Cwd);
        sink.Usage.Session = _session;
        TokenCounts tokens = record.Tokens;
        if (record.IsUnfinished || tokens.IsZero) return LineOutcome.NoUsage;
        NameId model = sink.Name(record.Model.Utf8);
        sink.Add(new UsageRow
        {
            Key = record.CallId.IsEmpty ? 0 : RowKey.Of(record.CallId.Utf8),
            Event = new UsageEvent
            {
                TimestampMs = _lastTimestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = ModelProvider.Of(model, sink),
                Session = _session,
                Project = _project,
                Messages = 1,
            },
        });
        if (record.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (record.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    private void SetIfKnown(ref NameId target, in JsonText text)
    {
        NameId id = sink.Name(text.Utf8);
        if (id.IsKnown) target = id;
    }
}
