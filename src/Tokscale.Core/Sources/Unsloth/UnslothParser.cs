using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Unsloth;

/// <summary>Reads the answers of chats, and the calls that other programs made to the studio's server.</summary>
internal sealed class UnslothParser
{
    private readonly SqliteReader _database;
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly NameId _unknown, _local;

    private UnslothParser(SqliteReader database, SourceFile file, UsageSink sink)
    {
        (_database, _file, _sink) = (database, file, sink);
        (_unknown, _local) = (sink.Name("unknown"u8), sink.Name("local"u8));
    }

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null) return;
        var parser = new UnslothParser(database, file, sink);
        bool hasCalls = database.HasTable("api_usage_events");
        // Either table came later than the other; one has to be there.
        if (database.HasTable("chat_messages") || !hasCalls) parser.ReadChats();
        if (hasCalls) parser.ReadCalls();
    }

    private void ReadChats()
    {
        if (!_database.Requires("chat_messages", "role", "metadata_json")) return;
        var modelOfThread = new Dictionary<NameId, NameId>();
        if (_database.HasTable("chat_threads"))
        {
            foreach (SqliteRow row in _database.Select("chat_threads", ["id", "model_id"])) modelOfThread[_sink.Name(row.Text(0))] = _sink.Name(row.Text(1));
        }
        ReadOnlySpan<string> columns = ["id", "thread_id", "metadata_json", "created_at"];
        foreach (SqliteRow row in _database.Select("chat_messages", columns, "WHERE role = 'assistant'"))
        {
            if (row.Text(2).IsEmpty) continue; // An answer that was not finished.
            UnslothAnswer answer = UnslothAnswer.Read(row.Text(2));
            if (answer.IsValid) AddAnswer(answer, row, modelOfThread);
            else row.ReportMalformed();
        }
    }

    private void AddAnswer(in UnslothAnswer answer, in SqliteRow row, Dictionary<NameId, NameId> modelOfThread)
    {
        if (answer.HasRefused) _sink.Report(ProblemKind.RefusedNumber, row.Number);
        NameId thread = _sink.Name(row.Text(1)), provider = _sink.Name(answer.ProviderType.Utf8);
        NameId model = _sink.Name(answer.ResponseModel.IsEmpty ? answer.ContextModel.Utf8 : answer.ResponseModel.Utf8);
        if (!model.IsKnown) model = modelOfThread.GetValueOrDefault(thread);
        bool isLocal = !provider.IsKnown || ModelProvider.IsLocal(answer.ProviderType.Utf8);
        Add(row, "chat"u8, row.TimeMs(3), new UsageEvent
        {
            Tokens = answer.Tokens(),
            Model = model,
            Provider = provider.IsKnown ? provider : _local,
            Session = thread,
            LoggedCostUsd = isLocal ? 0 : null,
            IsCostFinal = isLocal,
        });
    }

    private void ReadCalls()
    {
        if (!_database.Requires("api_usage_events", "status", "prompt_tokens", "completion_tokens")) return;
        ReadOnlySpan<string> columns = ["id", "subject", "model", "prompt_tokens", "completion_tokens", "created_at"];
        foreach (SqliteRow row in _database.Select("api_usage_events", columns, "WHERE status = 'completed'"))
        {
            Add(row, "call"u8, row.TimeMs(5), new UsageEvent
            {
                Tokens = new TokenCounts(row.Count(3) ?? 0, row.Count(4) ?? 0, 0, 0, 0, 0),
                Model = _sink.Name(row.Text(2)),
                Provider = _local,
                Session = _sink.Name(row.Text(1)),
                LoggedCostUsd = 0,
                IsCostFinal = true,
            });
        }
    }

    private void Add(in SqliteRow row, ReadOnlySpan<byte> table, long? timestampMs, UsageEvent usage)
    {
        usage.TimestampMs = timestampMs ?? _file.ModifiedMs;
        usage.Messages = 1;
        if (!usage.Model.IsKnown) usage.Model = _unknown;
        bool isAdded = _sink.Add(new UsageRow { Key = row.IsNull(0) ? 0 : RowKey.Of(table, row.Text(0)), Event = usage });
        if (isAdded && timestampMs is null) _sink.Report(ProblemKind.Undated, row.Number);
    }
}
