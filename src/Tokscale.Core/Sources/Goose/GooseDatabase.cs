using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Reads one database: a row for each request where there is a ledger, else one for each session.</summary>
internal sealed class GooseDatabase
{
    private readonly SqliteReader _database;
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly NameId _unknown;
    private readonly List<GooseSession> _sessions = [];
    private readonly Dictionary<NameId, GooseSession> _sessionById = [];

    private GooseDatabase(SqliteReader database, SourceFile file, UsageSink sink)
    {
        (_database, _file, _sink) = (database, file, sink);
        _unknown = sink.Name("unknown"u8);
    }

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("sessions", "id")) return;
        var parser = new GooseDatabase(database, file, sink);
        parser.ReadSessions();
        HashSet<NameId> inLedger = parser.ReadLedger();
        foreach (GooseSession session in parser._sessions)
        {
            // What a session adds up is the same spending as its requests in the ledger.
            if (!inLedger.Contains(session.Id)) parser.Add(session);
        }
    }

    private void ReadSessions()
    {
        ReadOnlySpan<string> columns =
        [
            "id", "working_dir", "created_at", "provider_name", "model_config_json", "parent_session_id",
            "accumulated_input_tokens", "accumulated_output_tokens", "accumulated_cache_read_tokens", "accumulated_cache_write_tokens",
            "accumulated_total_tokens", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "accumulated_cost",
        ];
        foreach (SqliteRow row in _database.Select("sessions", columns))
        {
            // Without sums over the whole session the counts of its last request are all there is.
            int first = row.Count(6) > 0 || row.Count(7) > 0 || row.Count(10) > 0 ? 6 : 11;
            var session = new GooseSession
            {
                Id = _sink.Name(row.Text(0)),
                Project = _sink.Name(row.Text(1)),
                CreatedMs = row.TimeMs(2),
                Provider = _sink.Name(row.Text(3)),
                Model = ModelOf(row.Text(4)),
                IsChild = !row.Text(5).IsEmpty,
                Tokens = TokensOf(row, first),
                CostUsd = row.Money(15),
                Row = row.Number,
            };
            _sessions.Add(session);
            _sessionById[session.Id] = session;
        }
    }

    /// <returns>The sessions that have requests there.</returns>
    private HashSet<NameId> ReadLedger()
    {
        var sessions = new HashSet<NameId>();
        if (!_database.HasColumn("usage_ledger", "session_id")) return sessions;
        ReadOnlySpan<string> columns =
        [
            "id", "session_id", "created_timestamp", "model", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "cost",
            "cost_source",
        ];
        foreach (SqliteRow row in _database.Select("usage_ledger", columns))
        {
            NameId id = _sink.Name(row.Text(1)), model = _sink.Name(row.Text(3));
            sessions.Add(id);
            GooseSession? session = _sessionById.GetValueOrDefault(id);
            // What was used before there was a ledger, in one row.
            bool isCarried = row.Text(9).SequenceEqual("carried_forward"u8);
            long? timestampMs = isCarried ? session?.CreatedMs ?? row.TimeMs(2) : row.TimeMs(2) ?? session?.CreatedMs;
            UsageEvent usage = MakeEvent(id, session, model.IsKnown ? model : session?.Model ?? default, timestampMs);
            usage.Tokens = TokensOf(row, first: 4);
            usage.LoggedCostUsd = row.Money(8);
            usage.Class = new PriceClass { IsAggregate = isCarried };
            UInt128 key = RowKey.Join(RowKey.Of(row.Text(1), row.Text(0)), RowKey.Of([usage.TimestampMs, usage.Tokens.Input, usage.Tokens.Output]));
            Add(usage, row.IsNull(0) ? 0 : key, session, row.Number, isDated: timestampMs is not null);
        }
        return sessions;
    }

    private void Add(GooseSession session)
    {
        UsageEvent usage = MakeEvent(session.Id, session, session.Model, session.CreatedMs);
        usage.Tokens = session.Tokens;
        usage.LoggedCostUsd = session.CostUsd;
        usage.Class = new PriceClass { IsAggregate = true };
        UInt128 key = RowKey.Join(RowKey.Of(_sink.NameOf(session.Id)), RowKey.Of([usage.TimestampMs, usage.Tokens.Input, usage.Tokens.Output]));
        Add(usage, key, session, session.Row, session.CreatedMs is not null);
    }

    private void Add(in UsageEvent usage, UInt128 key, GooseSession? session, long rowNumber, bool isDated)
    {
        UInt128 identity = RowKey.Join(RowKey.Of(_sink.NameOf(usage.Session)), RowKey.Of([session?.CreatedMs ?? 0]));
        ulong link = usage.Session.IsKnown ? LargestSessionRule.LinkOf(identity) : 0;
        bool isAdded = _sink.Add(new UsageRow { Key = key, Link = link, Flags = DatabaseFirstRule.FromDatabase, Event = usage });
        if (isAdded && !isDated) _sink.Report(ProblemKind.Undated, rowNumber);
    }

    private static TokenCounts TokensOf(in SqliteRow row, int first) => InclusiveTokens.Split(
        row.Count(first) ?? 0, row.Count(first + 2) ?? 0, row.Count(first + 3) ?? 0, row.Count(first + 1) ?? 0, reasoning: 0);

    private UsageEvent MakeEvent(NameId id, GooseSession? session, NameId model, long? timestampMs)
    {
        NameId provider = session?.Provider ?? default;
        return new UsageEvent
        {
            TimestampMs = timestampMs ?? _file.ModifiedMs,
            Model = model.IsKnown ? model : _unknown,
            Provider = provider.IsKnown ? provider : ModelProvider.Of(model, _sink),
            Session = id,
            Project = session?.Project ?? default,
            Agent = session is { IsChild: true } ? _sink.Name("subagent"u8) : default,
            Messages = 1,
        };
    }

    private NameId ModelOf(ReadOnlySpan<byte> modelConfig)
    {
        NameId model = default;
        var json = new JsonCursor(modelConfig);
        if (modelConfig.IsEmpty || !json.TryBeginObject()) return model;
        while (json.TryMoveTo("model_name"u8)) model = _sink.Name(json.ReadText().Utf8);
        return model;
    }
}
