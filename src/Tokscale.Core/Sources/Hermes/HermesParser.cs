using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Reads one database: the usage of a session by model where that is kept, else the session's sums.</summary>
internal sealed class HermesParser
{
    private const string UsageTable = "session_model_usage";

    private readonly SqliteReader _database;
    private readonly SourceFile _file;
    private readonly UsageSink _sink;

    private HermesParser(SqliteReader database, SourceFile file, UsageSink sink) => (_database, _file, _sink) = (database, file, sink);

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("sessions", "id")) return;
        var parser = new HermesParser(database, file, sink);
        Dictionary<NameId, HermesSession> sessions = parser.ReadUsageByModel();
        parser.ReadSessions(sessions);
    }

    /// <returns>The sessions that have rows there.</returns>
    private Dictionary<NameId, HermesSession> ReadUsageByModel()
    {
        var sessions = new Dictionary<NameId, HermesSession>();
        if (!_database.HasColumn(UsageTable, "session_id")) return sessions;
        ReadOnlySpan<string> columns =
        [
            "session_id", "model", "billing_provider", "billing_base_url", "billing_mode", "task", "input_tokens", "output_tokens",
            "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "estimated_cost_usd", "actual_cost_usd", "first_seen",
        ];
        foreach (SqliteRow row in _database.Select(UsageTable, columns))
        {
            NameId id = _sink.Name(row.Text(0));
            NameId model = _sink.Name(row.Text(1));
            UInt128 key = RowKey.Of(_file.Path);
            for (int column = 0; column <= 5; column++) key = RowKey.Join(key, RowKey.Of(row.Text(column)));
            var usage = new UsageEvent
            {
                TimestampMs = row.TimeMs(13) ?? 0,
                Tokens = TokensOf(row, first: 6),
                Model = model.IsKnown ? model : _sink.Name("unknown"u8),
                Provider = ProviderOf(row.Text(2), row.Text(1)),
                Session = id,
                Agent = _sink.Name(row.Text(5)),
                Class = new PriceClass { IsAggregate = true },
                LoggedCostUsd = CostOf(actual: row.Money(12), estimated: row.Money(11), row.Text(4)),
            };
            if (!sessions.TryGetValue(id, out HermesSession? session)) sessions.Add(id, session = new HermesSession());
            session.Rows.Add(new UsageRow { Key = key, Event = usage });
        }
        return sessions;
    }

    /// <summary>Adds the sessions, in their order: by model where that is known.</summary>
    private void ReadSessions(Dictionary<NameId, HermesSession> byModel)
    {
        ReadOnlySpan<string> columns =
        [
            "id", "model", "billing_provider", "billing_mode", "message_count", "started_at", "input_tokens", "output_tokens",
            "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "estimated_cost_usd", "actual_cost_usd",
        ];
        foreach (SqliteRow row in _database.Select("sessions", columns))
        {
            NameId id = _sink.Name(row.Text(0));
            long? startedMs = row.TimeMs(5);
            int messages = (int)Math.Min(row.Count(4) ?? 1, int.MaxValue);
            if (byModel.Remove(id, out HermesSession? session)) Add(session, startedMs, messages, row.Number);
            else AddSums(row, id, startedMs, messages);
        }
        foreach (HermesSession session in byModel.Values) Add(session, startedMs: null, messages: 1, rowNumber: null);
    }

    private void Add(HermesSession session, long? startedMs, int messages, long? rowNumber)
    {
        int primary = session.IndexOfMostTokens();
        for (int index = 0; index < session.Rows.Count; index++)
        {
            UsageRow usage = session.Rows[index];
            usage.Event.Messages = index == primary ? messages : 0;
            Add(usage, usage.Event.TimestampMs > 0 ? usage.Event.TimestampMs : startedMs, rowNumber);
        }
    }

    private void AddSums(in SqliteRow row, NameId id, long? startedMs, int messages)
    {
        NameId model = _sink.Name(row.Text(1));
        TokenCounts tokens = TokensOf(row, first: 6);
        if (!model.IsKnown)
        {
            // No model was asked yet: such a session is filled in later.
            if (!tokens.IsZero) row.ReportMalformed();
            return;
        }
        var usage = new UsageEvent
        {
            Tokens = tokens,
            Model = model,
            Provider = ProviderOf(row.Text(2), row.Text(1)),
            Session = id,
            Class = new PriceClass { IsAggregate = true },
            LoggedCostUsd = CostOf(actual: row.Money(12), estimated: row.Money(11), row.Text(3)),
            Messages = messages,
        };
        Add(new UsageRow { Key = RowKey.Join(RowKey.Of(_file.Path), RowKey.Of(row.Text(0))), Event = usage }, startedMs, row.Number);
    }

    private void Add(UsageRow row, long? timestampMs, long? rowNumber)
    {
        row.Event.TimestampMs = timestampMs ?? _file.ModifiedMs;
        if (_sink.Add(row) && timestampMs is null) _sink.Report(ProblemKind.Undated, rowNumber);
    }

    /// <summary>Input and caches are logged apart; output holds the reasoning.</summary>
    private static TokenCounts TokensOf(in SqliteRow row, int first)
    {
        long output = row.Count(first + 1) ?? 0, reasoning = row.Count(first + 4) ?? 0;
        return new TokenCounts(
            row.Count(first) ?? 0, Math.Max(0, output - reasoning), row.Count(first + 2) ?? 0, row.Count(first + 3) ?? 0, 0, reasoning);
    }

    private static decimal? CostOf(decimal? actual, decimal? estimated, ReadOnlySpan<byte> billingMode)
    {
        if (actual > 0) return actual;
        if (estimated > 0) return estimated;
        bool isPaidOtherwise = billingMode.StartsWith("subscription"u8) || billingMode.SequenceEqual("included"u8);
        return isPaidOtherwise ? 0 : null;
    }

    private NameId ProviderOf(ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
    {
        NameId logged = _sink.Name(provider);
        return logged.IsKnown ? logged : _sink.Name(ModelProvider.Of(System.Text.Encoding.UTF8.GetString(model)));
    }
}
