using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>Reads one transcript. Only assistant lines with a usage block count; the others give the time and folder.</summary>
internal sealed class TranscriptParser : IResumableParser
{
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly TranscriptFormat _format;
    private readonly NameId _agentOfFile;
    private bool _hasPassedLines, _usedFileTime;
    private long? _lastTimestampMs;
    private NameId _lastCwd;
    private NameId _lastModel, _lastProvider;

    public TranscriptParser(SourceFile file, UsageSink sink, TranscriptFormat format)
    {
        (_file, _sink, _format) = (file, sink, format);
        _agentOfFile = sink.Name(TranscriptAgentNames.OfMetaFile(file, sink));
    }

    /// <summary>A usage line lacked something that a line which was passed over might have told.</summary>
    public bool MissedContext { get; private set; }

    /// <summary>There is usage of a sub-agent whose name the file does not tell.</summary>
    public bool HasUnnamedSubagent { get; private set; }

    public bool CanResume => !MissedContext && !_usedFileTime;

    public void SaveState(BinaryWriter state)
    {
        state.Write(_hasPassedLines);
        state.Write(HasUnnamedSubagent);
        state.Write(_lastTimestampMs ?? -1);
        state.Write(_sink.NameOf(_lastCwd) ?? string.Empty);
    }

    public void LoadState(BinaryReader state)
    {
        _hasPassedLines = state.ReadBoolean();
        HasUnnamedSubagent = state.ReadBoolean();
        long timestampMs = state.ReadInt64();
        _lastTimestampMs = timestampMs < 0 ? null : timestampMs;
        _lastCwd = _sink.Name(state.ReadString());
    }

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker)
        {
            _hasPassedLines = true;
            return JsonLines.Glance(line.Bytes);
        }
        TranscriptLine record = TranscriptLine.Read(line.Bytes);
        if (!record.IsValid) return LineOutcome.Malformed;
        long? timestampMs = LogTime.Parse(record.Timestamp.Utf8);
        _lastTimestampMs = timestampMs ?? _lastTimestampMs;
        if (!record.Cwd.IsEmpty) _lastCwd = _sink.Name(record.Cwd.Utf8);

        bool isCall = record.HasUsage && record.Type.Is("assistant"u8) && !record.IsApiError && !record.Model.Is("<synthetic>"u8);
        if (!isCall || record.Usage.ToTokens().IsZero && record.Usage.WebSearches == 0) return LineOutcome.NoUsage;
        if (_hasPassedLines && (timestampMs is null || record.Cwd.IsEmpty)) MissedContext = true;
        if (timestampMs is null) _sink.Report(ProblemKind.Undated, line.Number);
        if (record.HasRefused) _sink.Report(ProblemKind.RefusedNumber, line.Number);
        AddRows(line.Bytes, record);
        return LineOutcome.Usage;
    }

    private void AddRows(ReadOnlySpan<byte> line, in TranscriptLine record)
    {
        SetModel(record.Model);
        _usedFileTime |= _lastTimestampMs is null;
        var row = new UsageRow
        {
            Key = KeyOf(line, record),
            Rank = TranscriptCopies.RankOf(record),
            Flags = TranscriptCopies.FlagsOf(record),
            Event = new UsageEvent
            {
                TimestampMs = _lastTimestampMs ?? _file.ModifiedMs,
                Tokens = record.Usage.ToTokens(),
                Model = _lastModel,
                Provider = _lastProvider,
                Session = SessionOf(record),
                Project = _lastCwd.IsKnown ? _lastCwd : _sink.Name(EncodedProject()),
                Agent = AgentOf(record),
                Class = record.Usage.Class,
                WebSearches = record.Usage.WebSearches,
                LoggedCostUsd = record.CostUsd,
                Messages = 1,
            },
        };
        _sink.Add(row);
        if (!record.Iterations.IsEmpty) AddIterations(row, record.Iterations);
    }

    /// <summary>Calls that one response made on the side are billed but not in its own sums.</summary>
    private void AddIterations(UsageRow row, ReadOnlySpan<byte> iterations)
    {
        var json = new JsonCursor(iterations);
        if (!json.TryBeginArray()) return;
        UsageEvent message = row.Event;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            JsonText type = default, model = default;
            var usage = default(TranscriptUsage);
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("type"u8)) type = json.ReadText();
                else if (name.Is("model"u8)) model = json.ReadText();
                else usage.ReadField(name, ref json);
            }
            bool isAdvisor = type.Is("advisor_message"u8);
            if (!isAdvisor && !type.Is("compaction"u8)) continue;
            NameId ownModel = isAdvisor ? _sink.Name(model.Utf8) : default;
            row.Flags |= TranscriptCopies.IterationFlag;
            row.Event = message with
            {
                Tokens = usage.ToTokens(),
                Model = ownModel.IsKnown ? ownModel : message.Model,
                Class = message.Class with { IsFast = usage.Class.IsFast },
                WebSearches = 0,
                LoggedCostUsd = null,
                Messages = 0,
            };
            _sink.Add(row);
        }
    }

    private UInt128 KeyOf(ReadOnlySpan<byte> line, in TranscriptLine record)
    {
        if (_format.IsUniqueId(record.MessageId.Raw)) return RowKey.Of(record.MessageId.Utf8);
        if (!record.MessageId.IsEmpty) return RowKey.Of(record.MessageId.Utf8, record.RequestId.Utf8);
        return record.Uuid.IsEmpty ? RowKey.Of(line) : RowKey.Of("uuid"u8, record.Uuid.Utf8);
    }

    private void SetModel(in JsonText model)
    {
        NameId id = _sink.Name(model.Utf8);
        if (!id.IsKnown) id = _sink.Name("unknown"u8);
        if (id == _lastModel) return;
        _lastModel = id;
        _lastProvider = _sink.Name(ModelProvider.Of(model.ToString()) ?? _format.DefaultProvider);
    }

    private NameId SessionOf(in TranscriptLine record)
    {
        if (!record.SessionId.IsEmpty) return _sink.Name(record.SessionId.Utf8);
        return _sink.Name(SessionOfPath() ?? _file.Stem);
    }

    /// <summary>Sub-agents' files lie below <c>SESSION/subagents/</c>.</summary>
    private string? SessionOfPath()
    {
        string[] parts = _file.RelativePath.Split('/');
        int folder = Array.IndexOf(parts, "subagents");
        return folder > 0 ? parts[folder - 1] : null;
    }

    private string EncodedProject()
    {
        int slash = _file.RelativePath.IndexOf('/');
        return slash < 0 ? string.Empty : _file.RelativePath[..slash];
    }

    private NameId AgentOf(in TranscriptLine record)
    {
        if (!record.IsSidechain) return _sink.Name("main"u8);
        if (_agentOfFile.IsKnown) return _agentOfFile;
        HasUnnamedSubagent = true;
        return _sink.Name("subagent"u8);
    }
}
