using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>Reads one transcript. Only assistant lines with a usage block count; the others give the time and folder.</summary>
internal sealed class TranscriptParser : IResumableParser
{
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly TranscriptFormat _format;
    private readonly LineRecordReader<TranscriptLine> _records;
    private readonly NameId _agentOfFile;
    private bool _hasPassedLines, _usedFileTime;
    private long? _lastTimestampMs;
    private NameId _lastCwd;
    private NameId _lastModel, _lastProvider;

    /// <summary>What the response of the line at hand called on the side.</summary>
    private readonly List<TranscriptIteration> _sideCalls = [];

    public TranscriptParser(SourceFile file, UsageSink sink, TranscriptFormat format)
    {
        (_file, _sink, _format) = (file, sink, format);
        _records = sink.Keep<LineRecordReader<TranscriptLine>>();
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
        var record = default(TranscriptLine);
        if (!_records.TryRead(line.Bytes, ref record, _sink, out bool hasRefused)) return LineOutcome.Malformed;
        _lastTimestampMs = record.TimestampMs ?? _lastTimestampMs;
        if (record.Cwd.IsKnown) _lastCwd = record.Cwd;

        bool isCall = record.HasUsage && record.IsAssistant && !record.IsApiError && !record.IsSynthetic;
        if (!isCall) return LineOutcome.NoUsage;
        ReadSideCalls(record.Iterations is { } iterations ? line.Bytes[iterations] : default);
        bool isUsed = !record.Usage.ToTokens().IsZero || record.IsBilled || _sideCalls.Count > 0;
        if (!isUsed) return LineOutcome.NoUsage;
        if (_hasPassedLines && (record.TimestampMs is null || !record.Cwd.IsKnown)) MissedContext = true;
        if (record.TimestampMs is null) _sink.Report(ProblemKind.Undated, line.Number);
        if (hasRefused) _sink.Report(ProblemKind.RefusedNumber, line.Number);
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
        if (record.Usage.Credits is { } credits) row.Event.LoggedCredits = credits;
        // A response may have used nothing but what it called on the side.
        _sink.AddFree(row);
        if (_sideCalls.Count > 0) AddSideCalls(row);
    }

    /// <summary>Calls that one response made on the side are billed but not in its own sums.</summary>
    private void ReadSideCalls(ReadOnlySpan<byte> iterations)
    {
        _sideCalls.Clear();
        if (iterations.IsEmpty) return;
        var json = new JsonCursor(iterations);
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            var iteration = default(TranscriptIteration);
            LineRecordReader<TranscriptIteration>.ReadFields(ILineRecord.Root, ref json, ref iteration, _sink);
            bool isSideCall = iteration.IsAdvisor || iteration.IsCompaction;
            if (isSideCall && !iteration.Usage.ToTokens().IsZero) _sideCalls.Add(iteration);
        }
    }

    private void AddSideCalls(UsageRow row)
    {
        UsageEvent message = row.Event;
        row.Flags |= TranscriptCopies.IterationFlag;
        foreach (TranscriptIteration call in _sideCalls)
        {
            // Two equal calls are no copies: their place tells them apart.
            row.Link++;
            row.Event = message with
            {
                Tokens = call.Usage.ToTokens(),
                Model = call.IsAdvisor && call.Model.IsKnown ? call.Model : message.Model,
                Class = message.Class with { IsFast = call.Usage.Class.IsFast },
                WebSearches = 0,
                LoggedCostUsd = null,
                LoggedCredits = null,
                Messages = 0,
            };
            _sink.Add(row);
        }
    }

    private UInt128 KeyOf(ReadOnlySpan<byte> line, in TranscriptLine record)
    {
        JsonText messageId = record.MessageId.In(line);
        if (_format.IsUniqueId(messageId.Raw)) return RowKey.Of(messageId.Utf8);
        if (!messageId.IsEmpty) return RowKey.Of(messageId.Utf8, record.RequestId.In(line).Utf8);
        return record.Uuid.IsEmpty ? RowKey.Of(line) : RowKey.Of("uuid"u8, record.Uuid.In(line).Utf8);
    }

    private void SetModel(NameId model)
    {
        NameId id = _sink.ModelOrUnknown(model);
        if (id == _lastModel) return;
        _lastModel = id;
        _lastProvider = _sink.Name(ModelProvider.Of(_sink.NameOf(model) ?? string.Empty) ?? _format.DefaultProvider);
    }

    private NameId SessionOf(in TranscriptLine record) =>
        record.Session.IsKnown ? record.Session : _sink.Name(SessionOfPath() ?? _file.Stem);

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
