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
            if (!sessions.TryGetValue(id, out HermesSession? session)) sessions.Add(id, session = new HermesSession());
            UInt128 key = RowKey.Of(row.Text(0));
            for (int column = 1; column <= 5; column++) key = RowKey.Join(key, RowKey.Of(row.Text(column)));
            HermesSums sums = SumsOf(row, first: 6, CostOf(actual: row.Money(12), estimated: row.Money(11), row.Text(4)));
            UsageEvent usage = MakeEvent(id, sums, model: row.Text(1), provider: row.Text(2));
            usage.TimestampMs = row.TimeMs(13) ?? 0;
            usage.Agent = _sink.Name(row.Text(5));
            session.Rows.Add(new UsageRow { Key = key, Link = LinkOf(id), Event = usage });
            if (IsInSession(task: row.Text(5))) session.InSession += sums;
        }
        return sessions;
    }

    /// <summary>Helpers write only rows of their own; who speaks writes the session's counters too.</summary>
    private static bool IsInSession(ReadOnlySpan<byte> task) => task.IsEmpty || task.SequenceEqual("voice_chat"u8);

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
            int messages = (int)Math.Min(row.Count(4) ?? 1, int.MaxValue);
            if (!byModel.Remove(id, out HermesSession? session)) session = new HermesSession();
            AddRest(row, id, session);
            Add(session, row.TimeMs(5), messages, row.Number);
        }
        foreach (HermesSession session in byModel.Values) Add(session, startedMs: null, messages: 1, rowNumber: null);
    }

    /// <summary>What the session's counters have beyond its rows: all of it in sessions older than the rows, or set as a whole.</summary>
    private void AddRest(in SqliteRow row, NameId id, HermesSession session)
    {
        HermesSums rest = SumsOf(row, first: 6, CostOf(actual: row.Money(12), estimated: row.Money(11), row.Text(3))).Beyond(session.InSession);
        // A cost alone beside rows is what they were estimated at, another time.
        if (rest.Tokens.IsZero && (session.Rows.Count > 0 || rest.CostUsd is null or 0)) return;
        if (row.Text(1).IsEmpty)
        {
            // No model was asked yet: such a session is filled in later.
            if (!rest.Tokens.IsZero) row.ReportMalformed();
            return;
        }
        UsageEvent usage = MakeEvent(id, rest, model: row.Text(1), provider: row.Text(2));
        session.Rows.Add(new UsageRow { Key = RowKey.Of(row.Text(0)), Link = LinkOf(id), Event = usage });
    }

    private void Add(HermesSession session, long? startedMs, int messages, long? rowNumber)
    {
        int primary = session.IndexOfMostTokens();
        for (int index = 0; index < session.Rows.Count; index++)
        {
            UsageRow usage = session.Rows[index];
            long? timestampMs = usage.Event.TimestampMs > 0 ? usage.Event.TimestampMs : startedMs;
            usage.Event.Messages = index == primary ? messages : 0;
            usage.Event.TimestampMs = timestampMs ?? _file.ModifiedMs;
            if (_sink.Add(usage) && timestampMs is null) _sink.Report(ProblemKind.Undated, rowNumber);
        }
    }

    private UsageEvent MakeEvent(NameId session, in HermesSums sums, ReadOnlySpan<byte> model, ReadOnlySpan<byte> provider)
    {
        NameId modelId = _sink.Name(model), providerId = _sink.Name(provider);
        return new UsageEvent
        {
            Tokens = sums.Tokens,
            Model = _sink.ModelOrUnknown(modelId),
            Provider = providerId.IsKnown ? providerId : ModelProvider.Of(modelId, _sink),
            Session = session,
            Class = new PriceClass { IsAggregate = true },
            LoggedCostUsd = sums.CostUsd,
        };
    }

    /// <summary>Ids are made of the time and chance, so they tell a session in every profile that it was copied to.</summary>
    private ulong LinkOf(NameId session) => session.IsKnown ? LargestSessionRule.LinkOf(RowKey.Of(_sink.NameOf(session))) : 0;

    private static HermesSums SumsOf(in SqliteRow row, int first, decimal? costUsd) => new(
        row.Count(first) ?? 0, row.Count(first + 1) ?? 0, row.Count(first + 2) ?? 0, row.Count(first + 3) ?? 0, row.Count(first + 4) ?? 0, costUsd);

    private static decimal? CostOf(decimal? actual, decimal? estimated, ReadOnlySpan<byte> billingMode)
    {
        if (actual > 0) return actual;
        if (estimated > 0) return estimated;
        bool isPaidOtherwise = billingMode.StartsWith("subscription"u8) || billingMode.SequenceEqual("included"u8);
        return isPaidOtherwise ? 0 : null;
    }
}
