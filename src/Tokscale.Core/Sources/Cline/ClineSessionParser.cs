using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>Reads the messages of one agent of a session; the manifest beside them tells what all have in common.</summary>
internal sealed class ClineSessionParser(SourceFile file, UsageSink sink)
{
    private NameId _session, _ownSession, _project, _model, _provider, _agent;
    private long? _startedMs;

    public void Read(FileReader reader)
    {
        string manifestPath = Path.Join(Path.GetDirectoryName(file.Path), file.FolderName + ".json");
        if (sink.DependOn(manifestPath).IsFile) ReadManifest(reader.ReadDocument(manifestPath));
        ReadOnlySpan<byte> document = reader.ReadDocument(file);
        ReadOnlySpan<byte> messages = ReadHead(document);
        if (!_session.IsKnown) _session = _ownSession.IsKnown ? _ownSession : sink.Name(file.FolderName);
        var json = new JsonCursor(messages);
        bool isArray = json.TryBeginArray();
        for (int number = 1; isArray && json.TryMoveToElement(); number++) ReadMessage(ref json, number);
    }

    private void ReadManifest(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("session_id"u8)) _session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model"u8)) _model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("provider"u8)) _provider = sink.Name(json.ReadText().Utf8);
            else if (name.Is("cwd"u8)) _project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("workspace_root"u8) && !_project.IsKnown) _project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("started_at"u8)) _startedMs = json.ReadTime();
            else json.SkipValue();
        }
    }

    /// <summary>Reads what stands around the messages and gives their text; empty when there are none.</summary>
    private ReadOnlySpan<byte> ReadHead(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadOnlySpan<byte> messages = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("messages"u8)) messages = json.ReadRaw();
            else if (name.Is("sessionId"u8)) _ownSession = sink.Name(json.ReadText().Utf8);
            else if (name.Is("agent"u8)) _agent = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
        return messages;
    }

    private void ReadMessage(ref JsonCursor json, int number)
    {
        bool isAssistant = false;
        JsonText id = default;
        long? timestampMs = null;
        NameId model = default, provider = default;
        var metrics = default(ClineMetrics);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) isAssistant = json.ReadText().Is("assistant"u8);
            else if (name.Is("id"u8)) id = json.ReadText();
            else if (name.Is("ts"u8)) timestampMs = json.ReadTime();
            else if (name.Is("modelInfo"u8)) (model, provider) = ReadModel(ref json);
            else if (name.Is("metrics"u8)) metrics = ClineMetrics.Read(ref json);
            else json.SkipValue();
        }
        if (!isAssistant || json.HasFailed) return;
        if (!model.IsKnown) (model, provider) = (_model, provider.IsKnown ? provider : _provider);
        if (!provider.IsKnown) provider = ModelProvider.Of(model, sink);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = id.IsEmpty ? 0 : RowKey.Of(id.Utf8), // Forks repeat the messages of the session that they come from.
            Flags = ClineDuplicateRule.SessionFlag,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? _startedMs ?? file.ModifiedMs,
                Tokens = metrics.ToTokens(),
                LoggedCostUsd = metrics.CostUsd,
                IsCostFinal = metrics.CostUsd is not null,
                Model = sink.ModelOrUnknown(model),
                Provider = provider,
                Session = _session,
                Project = _project,
                Agent = _agent,
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, number);
    }

    private (NameId Model, NameId Provider) ReadModel(ref JsonCursor json)
    {
        NameId model = default, provider = default;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("provider"u8)) provider = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        return (model, provider);
    }
}
