using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Antigravity;

/// <summary>Reads one saved session: a row of facts about it and a row for each call.</summary>
internal sealed class AntigravityParser(SourceFile file, UsageSink sink) : ILineParser
{
    private NameId _session, _model, _provider, _project;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default, session = default, model = default, provider = default, workspace = default, responseId = default;
        long? timestampMs = null;
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("modelId"u8)) model = json.ReadText();
            else if (name.Is("providerId"u8)) provider = json.ReadText();
            else if (name.Is("workspace"u8)) workspace = json.ReadText();
            else if (name.Is("responseId"u8)) responseId = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("input"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheRead"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWrite"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoning"u8)) reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (type.Is("session_meta"u8)) KeepFacts(session, model, provider, workspace);
        // The sync writes time 0 for what is no finished call.
        if (!type.Is("usage"u8) || timestampMs is null) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs.Value,
            Tokens = new TokenCounts(input, output, cacheRead, cacheWrite, CacheWrite1h: 0, reasoning),
            Session = sink.Name(session.Utf8),
            Model = ModelOf(model),
            Provider = sink.Name(provider.Utf8),
            Messages = 1,
        };
        UInt128 key = responseId.IsEmpty ? CallKey.Of(usage, sink) : RowKey.Of("response"u8, responseId.Utf8);
        return sink.Add(new UsageRow { Key = key, Event = usage }) ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    /// <summary>What a call does not say itself is told by the facts of its session, which may stand behind it.</summary>
    public void FillGaps()
    {
        NameId session = _session.IsKnown ? _session : sink.Name(file.Stem);
        NameId model = _model.IsKnown ? _model : sink.Name("unknown"u8);
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading))
        {
            ref UsageEvent usage = ref row.Event;
            bool hasOwnModel = usage.Model.IsKnown;
            if (!usage.Session.IsKnown) usage.Session = session;
            if (!hasOwnModel) usage.Model = model;
            if (!usage.Provider.IsKnown && !hasOwnModel) usage.Provider = _provider;
            if (!usage.Provider.IsKnown) usage.Provider = sink.Name(ModelProvider.Of(sink.NameOf(usage.Model)));
            usage.Project = _project;
        }
    }

    private void KeepFacts(in JsonText session, in JsonText model, in JsonText provider, in JsonText workspace)
    {
        _session = sink.Name(session.Utf8);
        _model = ModelOf(model);
        _provider = sink.Name(provider.Utf8);
        _project = sink.Name(FileUri.ToPath(workspace.ToString()));
    }

    private NameId ModelOf(in JsonText model)
    {
        string id = model.ToString().Trim();
        return sink.Name(NumberedModels.OfPlaceholder(id) ?? id);
    }
}
