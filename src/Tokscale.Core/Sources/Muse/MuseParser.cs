using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Muse;

/// <summary>Reads the records of one session or sub-agent; settings above a call tell what the call itself does not.</summary>
internal sealed class MuseParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly NameId _agent = file.RelativeFolder.Contains("/subagent/", StringComparison.Ordinal) ? sink.Name("subagent"u8) : default;
    private NameId _model, _provider, _project;

    public LineOutcome ReadLine(LogLine line)
    {
        MuseRecord record = MuseRecord.Read(line.Bytes, isWholeWanted: line.HasMarker);
        if (record.IsLeft) return JsonLines.Glance(line.Bytes);
        if (!record.IsValid) return LineOutcome.Malformed;
        return record.FramedRecords.IsEmpty ? Take(record, line.Number) : ReadFrame(record.FramedRecords, line.Number);
    }

    private LineOutcome ReadFrame(ReadOnlySpan<byte> records, long lineNumber)
    {
        var json = new JsonCursor(records);
        LineOutcome outcome = LineOutcome.NoUsage;
        if (!json.TryBeginArray()) return outcome;
        while (json.TryMoveToElement())
        {
            MuseRecord record = MuseRecord.Read(json.ReadTextIn("record_json"u8).Utf8, isWholeWanted: true);
            if (record.IsValid && Take(record, lineNumber) == LineOutcome.Usage) outcome = LineOutcome.Usage;
        }
        return outcome;
    }

    private LineOutcome Take(in MuseRecord record, long lineNumber)
    {
        if (record.IsSetting) Set(record);
        if (!record.IsCall || record.Usage is not { } usage) return LineOutcome.NoUsage;
        NameId model = record.Model.IsEmpty ? _model : sink.Name(record.Model.Utf8);
        var row = new UsageRow
        {
            Key = record.Key,
            Event = new UsageEvent
            {
                TimestampMs = record.TimestampMs ?? file.ModifiedMs,
                Tokens = usage.Tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = ProviderOf(record, model),
                Session = record.Session.IsEmpty ? sink.Name(file.FolderName) : sink.Name(record.Session.Utf8),
                Project = _project,
                Agent = _agent,
                DurationMs = (int)Math.Min(record.DurationMs, int.MaxValue),
                Messages = 1,
            },
        };
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (record.TimestampMs is null) sink.Report(ProblemKind.Undated, lineNumber);
        if (record.HasRefused) sink.Report(ProblemKind.RefusedNumber, lineNumber);
        return LineOutcome.Usage;
    }

    private void Set(in MuseRecord record)
    {
        if (!record.Workspace.IsEmpty) _project = sink.Name(record.Workspace.Utf8);
        if (record.Model.IsEmpty) return;
        _model = sink.Name(record.Model.Utf8);
        _provider = IsServer(record.Provider) ? sink.Name(record.Provider.Utf8) : default;
    }

    private NameId ProviderOf(in MuseRecord record, NameId model)
    {
        if (IsServer(record.Provider)) return sink.Name(record.Provider.Utf8);
        if (model == _model && _provider.IsKnown) return _provider;
        return ModelProvider.Of(model, sink);
    }

    /// <summary>Where no provider was chosen, the program writes its own name.</summary>
    private static bool IsServer(scoped in JsonText provider) => !provider.IsEmpty && !provider.Is("muse"u8) && !provider.Is("unknown"u8);
}
