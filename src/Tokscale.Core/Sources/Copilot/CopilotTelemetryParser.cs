using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Telemetry;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Reads an OpenTelemetry export. What is told of one call several times is sorted out over all files.</summary>
internal sealed class CopilotTelemetryParser(SourceFile file, UsageSink sink) : ILineParser
{
    /// <summary>Session and model by trace: log records often leave them to others of their trace.</summary>
    private readonly Dictionary<UInt128, (NameId Session, NameId Model)> _traces = [];

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        TelemetryRecord record = TelemetryRecord.Read(line.Bytes);
        if (!record.IsValid) return LineOutcome.Malformed;
        if (CopilotTelemetry.IsOfEditor(record)) return LineOutcome.NoUsage;
        NameId session = sink.Name(record.ConversationId.Utf8), model = sink.Name(record.Model.Utf8);
        UInt128 trace = record.TraceId.IsEmpty ? 0 : RowKey.Of(record.TraceId.Utf8);
        if (trace != 0) NoteTrace(trace, sink.Name(record.Session.Utf8), model);
        if (CopilotTelemetry.KindOf(record) is not { } kind) return LineOutcome.NoUsage;

        var usage = new UsageEvent
        {
            TimestampMs = record.TimestampMs ?? file.ModifiedMs,
            Tokens = record.Tokens,
            Session = session,
            Class = new PriceClass { IsAggregate = kind >= CopilotRecord.TurnLog },
            DurationMs = record.DurationMs,
            Messages = 1,
            Model = model,
        };
        var row = new UsageRow
        {
            Key = trace, // What else it is a copy of is decided with the links.
            Link = SpanOf(record, kind),
            OtherLink = ResponseOf(record),
            Flags = (int)kind,
            Rank = line.Number, // A trace has many calls: equal numbers do not make them one.
            Event = usage,
        };
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (record.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (record.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    /// <summary>Completes rows with what other records of their trace say, and notes the session for other files.</summary>
    public void Finish()
    {
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading))
        {
            NameId model = row.Key == 0 ? default : _traces[row.Key].Model;
            CopilotNames.SetModel(ref row.Event, row.Event.Model.IsKnown ? row.Event.Model : model, sink);
        }
        foreach ((UInt128 trace, (NameId session, _)) in _traces)
        {
            var note = new UsageRow { Key = trace, Flags = (int)CopilotRecord.Trace, Event = new UsageEvent { Session = session } };
            if (session.IsKnown) sink.Usage.RowsInReading.Add(note);
        }
    }

    private void NoteTrace(UInt128 trace, NameId session, NameId model)
    {
        ref (NameId Session, NameId Model) known = ref CollectionsMarshal.GetValueRefOrAddDefault(_traces, trace, out _);
        if (!known.Session.IsKnown) known.Session = session;
        if (!known.Model.IsKnown) known.Model = model;
    }

    /// <summary>Identity of a span; turns of one agent share its span and are told by their number.</summary>
    private static ulong SpanOf(in TelemetryRecord record, CopilotRecord kind)
    {
        if (record.SpanId.IsEmpty) return 0;
        UInt128 span = RowKey.Of(record.TraceId.Utf8, record.SpanId.Utf8);
        return (ulong)(kind == CopilotRecord.TurnLog ? RowKey.Join(span, RowKey.Of([record.TurnIndex ?? -1])) : span);
    }

    private static ulong ResponseOf(in TelemetryRecord record) => record.ResponseId.IsEmpty ? 0 : (ulong)RowKey.Of(record.ResponseId.Utf8);
}
