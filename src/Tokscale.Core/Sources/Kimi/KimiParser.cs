using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>Reads one wire log of either program; the shape of a line tells which wrote it.</summary>
internal sealed class KimiParser : ILineParser
{
    private readonly SourceFile _file;
    private readonly KimiPlace _place;
    private readonly UsageSink _sink;
    private readonly NameId _session, _project, _modelOfSettings;
    private NameId _requestedModel, _requestedAlias, _lastModel, _lastProvider;
    private long? _lastTimestampMs;
    private bool _hasLeftLines;

    public KimiParser(SourceFile file, FileReader reader, UsageSink sink)
    {
        (_file, _sink, _place) = (file, sink, KimiPlace.Of(file));
        _session = sink.Name(_place.Session);
        _project = sink.Name(KimiProjects.PathOf(_place, reader, sink));
        _modelOfSettings = sink.Name(KimiModels.OfSettings(_place.Base, reader, sink));
    }

    /// <summary>A record lacked its time, which a line that was left might have told.</summary>
    public bool MissedTime { get; private set; }

    public LineOutcome ReadLine(LogLine line)
    {
        KimiLine record = KimiLine.Read(line.Bytes, isWholeWanted: line.HasMarker);
        if (!record.IsValid && !record.IsLeft) return LineOutcome.Malformed;
        _lastTimestampMs = record.TimestampMs ?? _lastTimestampMs;
        if (record.IsLeft)
        {
            _hasLeftLines |= record.TimestampMs is null;
            return JsonLines.Glance(line.Bytes);
        }
        if (record.Type.Is("llm.request"u8)) SetRequestedModel(record);
        bool isUsageRecord = record.Type.Is("usage.record"u8);
        if (record.Tokens is not { } tokens || !isUsageRecord && !record.Type.Is("StatusUpdate"u8)) return LineOutcome.NoUsage;

        SetModel(isUsageRecord ? ModelOf(record.Model) : _modelOfSettings);
        long timestampMs = _lastTimestampMs ?? _file.ModifiedMs;
        var row = new UsageRow
        {
            Key = isUsageRecord ? KeyOfRecord(record, tokens, line.Number) : KeyOfUpdate(record, tokens, timestampMs),
            Rank = tokens.Total,
            Flags = record.SubagentType.IsEmpty ? 0 : KimiCopies.NamedAgentFlag,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs,
                Tokens = tokens,
                Model = _lastModel,
                Provider = _lastProvider,
                Session = _session,
                Project = _project,
                Agent = AgentOf(record),
                Messages = 1,
            },
        };
        if (!_sink.Add(row)) return LineOutcome.NoUsage;
        MissedTime |= record.TimestampMs is null && _hasLeftLines;
        if (record.TimestampMs is null) _sink.Report(ProblemKind.Undated, line.Number);
        if (record.HasRefused) _sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    /// <summary>The name in the record rather than the model, which a copy may not tell. A borrowed time tells nothing, so its line has to agree.</summary>
    private UInt128 KeyOfRecord(in KimiLine record, in TokenCounts tokens, long lineNumber) => RowKey.Join(
        RowKey.Of(_sink.NameOf(NamedModelOf(record.Model))),
        RowKey.Join(
            RowKey.Of(record.Scope.Utf8),
            record.TimestampMs is { } timestampMs
                ? RowKey.Of([timestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite])
                : RowKey.Of([_lastTimestampMs ?? _file.ModifiedMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, lineNumber])));

    private static UInt128 KeyOfUpdate(in KimiLine record, in TokenCounts tokens, long timestampMs) => record.MessageId.IsEmpty
        ? RowKey.Of([timestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite])
        : RowKey.Of(record.MessageId.Utf8);

    /// <summary>A record names an entry of the settings; the request before it tells what model the entry stood for.</summary>
    private NameId ModelOf(scoped in JsonText model) =>
        _requestedAlias.IsKnown && _sink.Name(model.Utf8) == _requestedAlias ? _requestedModel : NamedModelOf(model);

    private NameId NamedModelOf(scoped in JsonText model)
    {
        NameId named = RealModelOf(model);
        if (!named.IsKnown) named = _requestedModel;
        return named.IsKnown ? named : _sink.Name(KimiModels.Unnamed);
    }

    /// <summary>The id without the provider before it; not known for a symbol, which stands for some model.</summary>
    private NameId RealModelOf(scoped in JsonText model)
    {
        ReadOnlySpan<byte> id = WithoutProvider(model.Utf8);
        return id.StartsWith("__"u8) && id.EndsWith("__"u8) ? default : _sink.Name(id);
    }

    private void SetRequestedModel(in KimiLine request)
    {
        NameId model = RealModelOf(request.Model);
        _requestedAlias = model.IsKnown ? _sink.Name(request.ModelAlias.Utf8) : default;
        if (model.IsKnown) _requestedModel = model;
    }

    private static ReadOnlySpan<byte> WithoutProvider(ReadOnlySpan<byte> model) => model[(model.LastIndexOf((byte)'/') + 1)..];

    private void SetModel(NameId model)
    {
        if (model == _lastModel) return;
        _lastModel = model;
        _lastProvider = _sink.Name(KimiModels.ProviderOf(_sink.NameOf(model)!));
    }

    private NameId AgentOf(in KimiLine record)
    {
        if (!record.SubagentType.IsEmpty) return _sink.Name(record.SubagentType.Utf8);
        string? id = record.AgentId.IsEmpty ? _place.AgentId : record.AgentId.ToString();
        return record.IsNested || id is not (null or "main") ? _sink.Name("subagent"u8) : _sink.Name("main"u8);
    }
}
