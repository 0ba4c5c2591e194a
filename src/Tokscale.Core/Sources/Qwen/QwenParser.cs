using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>Reads one log of chat records. Only the model's records with counts are calls.</summary>
internal sealed class QwenParser(SourceFile file, QwenAgent? agent, bool isSubagent, UsageSink sink) : ILineParser
{
    private long? _lastTimestampMs;
    private NameId _lastCwd, _lastModel, _lastProvider;

    public LineOutcome ReadLine(LogLine line)
    {
        QwenLine record = QwenLine.Read(line.Bytes, isCounted: line.HasMarker);
        if (!record.IsValid && !record.IsLeft) return LineOutcome.Malformed;
        _lastTimestampMs = record.TimestampMs ?? _lastTimestampMs;
        if (!record.Cwd.IsEmpty) _lastCwd = sink.Name(record.Cwd.Utf8);
        if (record.IsLeft) return JsonLines.Glance(line.Bytes);
        // Telemetry repeats the counts of a call in records of other types.
        if (record.Usage is not { } usage || !record.Type.Is("assistant"u8)) return LineOutcome.NoUsage;

        SetModel(record);
        TokenCounts tokens = usage.ToTokens();
        var row = new UsageRow
        {
            Key = record.Uuid.IsEmpty ? RowKey.Of(line.Bytes) : RowKey.Of(record.Uuid.Utf8),
            Rank = tokens.Total,
            Flags = record.IsForked ? QwenCopies.ForkedFlag : 0,
            Event = new UsageEvent
            {
                TimestampMs = _lastTimestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = _lastModel,
                Provider = _lastProvider,
                Session = SessionOf(record),
                Project = _lastCwd,
                Agent = AgentOf(record),
                Messages = 1,
            },
        };
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (record.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (record.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    private void SetModel(in QwenLine record)
    {
        NameId model = sink.Name(record.Model.Utf8);
        if (!model.IsKnown) model = sink.Name(agent?.Model);
        model = sink.ModelOrUnknown(model);
        if (model == _lastModel) return;
        _lastModel = model;
        _lastProvider = sink.Name(QwenModels.ProviderOf(sink.NameOf(model)!));
    }

    private NameId SessionOf(in QwenLine record)
    {
        NameId session = sink.Name(record.SessionId.Utf8);
        if (!session.IsKnown) session = sink.Name(agent?.ParentSession);
        return session.IsKnown ? session : sink.Name(file.Stem);
    }

    private NameId AgentOf(in QwenLine record)
    {
        if (!isSubagent && !record.IsSidechain) return sink.Name("main"u8);
        NameId name = sink.Name(record.AgentName.Utf8);
        if (!name.IsKnown) name = sink.Name(agent?.Type);
        return name.IsKnown ? name : sink.Name("subagent"u8);
    }
}
