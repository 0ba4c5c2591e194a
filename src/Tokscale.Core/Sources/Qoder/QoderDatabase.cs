using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qoder;

/// <summary>Reads the answers of one database; their counts and models are JSON, which is not always whole.</summary>
internal sealed class QoderDatabase
{
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly NameId _unknown;
    private readonly Dictionary<NameId, NameId> _folders = [], _models = [];

    private QoderDatabase(SourceFile file, UsageSink sink) => (_file, _sink, _unknown) = (file, sink, sink.Name("unknown"u8));

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("chat_message", "role", "token_info")) return;
        var parser = new QoderDatabase(file, sink);
        parser.ReadFolders(database);
        parser.ReadModels(database);
        foreach (SqliteRow row in database.Select("chat_message", ["id", "session_id", "request_id", "role", "gmt_create", "token_info", "model_info"]))
        {
            if (row.Text(3).SequenceEqual("assistant"u8) && !row.Text(5).IsEmpty) parser.Add(row);
        }
    }

    private void ReadFolders(SqliteReader database)
    {
        if (!database.HasColumn("chat_session", "session_id")) return;
        foreach (SqliteRow row in database.Select("chat_session", ["session_id", "project_uri"]))
        {
            _folders[_sink.Name(row.Text(0))] = _sink.Name(FileUri.ToPath(row.ToString(1)));
        }
    }

    /// <summary>What model a request was made with, for answers that do not tell.</summary>
    private void ReadModels(SqliteReader database)
    {
        if (!database.HasColumn("chat_record", "request_id")) return;
        foreach (SqliteRow row in database.Select("chat_record", ["request_id", "extra"]))
        {
            NameId model = ModelIn(row.Text(1), inner: "modelConfig"u8, field: "key"u8);
            if (model.IsKnown) _models.TryAdd(_sink.Name(row.Text(0)), model);
        }
    }

    private void Add(in SqliteRow row)
    {
        var json = new JsonCursor(row.Text(5));
        TokenCounts tokens = ReadTokens(ref json);
        if (!json.IsAtEnd)
        {
            row.ReportMalformed();
            return;
        }
        NameId session = _sink.Name(row.Text(1)), model = ModelOf(row);
        long? timestampMs = row.TimeMs(4);
        bool isAdded = _sink.Add(new UsageRow
        {
            Key = row.Text(0).IsEmpty ? 0 : RowKey.Of(row.Text(1), row.Text(0)),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? _file.ModifiedMs,
                Tokens = tokens,
                Model = model,
                Provider = ModelProvider.Of(model, _sink),
                Session = session,
                Project = _folders.GetValueOrDefault(session),
                Messages = 1,
            },
        });
        if (isAdded && json.HasRefused) _sink.Report(ProblemKind.RefusedNumber, row.Number);
        if (isAdded && timestampMs is null) _sink.Report(ProblemKind.Undated, row.Number);
    }

    private NameId ModelOf(in SqliteRow row)
    {
        NameId model = ModelIn(row.Text(6), inner: default, field: "model_key"u8);
        return model.IsKnown ? model : _models.GetValueOrDefault(_sink.Name(row.Text(2)), _unknown);
    }

    /// <summary>The model that a document tells; not known when it is not whole.</summary>
    private NameId ModelIn(ReadOnlySpan<byte> document, ReadOnlySpan<byte> inner, ReadOnlySpan<byte> field)
    {
        var json = new JsonCursor(document);
        NameId model = document.IsEmpty ? default : ReadModel(ref json, inner, field);
        return json.IsAtEnd ? model : default;
    }

    /// <param name="json">Stands before the object.</param>
    /// <param name="inner">The name of an object in it that tells the model; empty: it tells it itself.</param>
    /// <param name="field">The name of the model's name.</param>
    private NameId ReadModel(ref JsonCursor json, ReadOnlySpan<byte> inner, ReadOnlySpan<byte> field)
    {
        NameId model = default;
        if (!json.TryBeginObject()) return model;
        while (json.TryReadName(out JsonText name))
        {
            if (!inner.IsEmpty && name.Is(inner)) model = ReadModel(ref json, inner: default, field);
            else if (inner.IsEmpty && name.Is(field)) model = _sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        return model;
    }

    /// <summary>The prompt holds what was cached; a cache of more than the prompt is none.</summary>
    private static TokenCounts ReadTokens(ref JsonCursor json)
    {
        long prompt = 0, completion = 0, cached = 0;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("prompt_tokens"u8)) prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completion_tokens"u8)) completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("cached_tokens"u8)) cached = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        return InclusiveTokens.Split(prompt, Math.Min(cached, prompt), cacheWrite: 0, completion, reasoning: 0);
    }
}
