using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>
/// Reads the tables <c>session</c> (one row a conversation) and <c>message</c> (one row a message, as JSON in its column
/// <c>data</c>).
/// </summary>
public sealed class MessageTables(SqliteReader database, MessageFormat format, SourceFile file, UsageSink sink)
{
    private readonly MessageRows _rows = new(format, file, sink);
    private readonly HashSet<ulong> _foreignLinks = [];
    private readonly Dictionary<NameId, (NameId Model, NameId Provider)> _lastModels = [];

    /// <summary>Says whether a message was copied from another agent, whose own logs have the call.</summary>
    public delegate bool ForeignRule(ReadOnlySpan<byte> id, ReadOnlySpan<byte> session, long timestampMs);

    /// <summary>Null where no message is.</summary>
    public ForeignRule? IsForeign { get; init; }

    /// <summary>Shared with the reader of the other version of the tables, which may repeat messages; null where none does.</summary>
    internal StepCopies? Copies { get; init; }

    /// <summary>Reads all messages of the assistant.</summary>
    /// <param name="stepsOf">Steps of the model by the key of their message, for agents that log the last step only.</param>
    public void Read(IReadOnlyDictionary<UInt128, List<MessageTokens>>? stepsOf = null)
    {
        if (!database.Requires("message", "data")) return;
        Dictionary<NameId, MessageSession> sessions = ReadSessions("session");
        foreach (SqliteRow row in database.Select("message", ["id", "session_id", "time_created", "data"]))
        {
            AssistantMessage message = AssistantMessage.Read(row.Text(3), format.IsLoose);
            if (!message.IsValid) row.ReportMalformed();
            else if (message.Role.Is("assistant"u8)) AddFirstVersion(message, row, sessions, stepsOf);
        }
        // A fork of a session that was copied is no call either, whichever comes first.
        if (_foreignLinks.Count > 0) sink.Usage.RowsInReading.RemoveAll(row => _foreignLinks.Contains(row.Link));
    }

    /// <summary>
    /// Reads the table that later versions keep beside <c>message</c>: a row has its kind in a column, and its session in another
    /// table. Rows of the kind <c>compaction</c> are calls, too; without a model it is the one of the answer before, as rows lie.
    /// </summary>
    public void ReadSecondVersion(string messageTable, params ReadOnlySpan<string> sessionTables)
    {
        if (!database.Requires(messageTable, "type", "data")) return;
        Dictionary<NameId, MessageSession> sessions = ReadSessions(sessionTables);
        string[] columns = ["id", "session_id", "time_created", "data", "type"];
        foreach (SqliteRow row in database.Select(messageTable, columns, "WHERE type IN ('assistant', 'compaction')"))
        {
            AssistantMessage message = AssistantMessage.Read(row.Text(3), format.IsLoose);
            if (message.IsValid) AddSecondVersion(message, row, sessions, isAnswer: row.Text(4).SequenceEqual("assistant"u8));
            else row.ReportMalformed();
        }
    }

    /// <summary>
    /// Reads the sums that sessions of the second version keep. Sessions that the first tables have brought theirs from there,
    /// where a fork's sum has what it copied: they are left out.
    /// </summary>
    public void ReadSums(string sessionTable)
    {
        if (!database.HasColumn(sessionTable, "tokens_input")) return;
        HashSet<NameId> migrated = [];
        if (database.HasColumn("message", "session_id"))
            foreach (SqliteRow row in database.Select("message", ["session_id"], "GROUP BY session_id")) migrated.Add(sink.Name(row.Text(0)));
        ReadOnlySpan<string> columns =
        [
            "id", "directory", "model", "time_created", "cost",
            "tokens_input", "tokens_output", "tokens_cache_read", "tokens_cache_write", "tokens_reasoning",
        ];
        foreach (SqliteRow row in database.Select(sessionTable, columns))
        {
            NameId session = sink.Name(row.Text(0));
            if (session.IsKnown && !migrated.Contains(session)) AddSum(row, session);
        }
    }

    private void AddSum(in SqliteRow row, NameId session)
    {
        (NameId Model, NameId Provider) model = _lastModels.TryGetValue(session, out var last) ? last : _rows.ModelOf(row.Text(2));
        long? createdMs = row.TimeMs(3);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = RowKey.Of(row.Text(0)),
            Flags = MessageCopies.FromDatabase | MessageCopies.SessionSum,
            Event = new UsageEvent
            {
                TimestampMs = createdMs ?? file.ModifiedMs,
                Tokens = new TokenCounts(row.Count(5) ?? 0, row.Count(6) ?? 0, row.Count(7) ?? 0, row.Count(8) ?? 0, 0, row.Count(9) ?? 0),
                Model = model.Model,
                Provider = model.Provider,
                Session = session,
                Project = sink.Name(row.Text(1)),
                LoggedCostUsd = row.Money(4),
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
        if (isAdded && createdMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    private void AddFirstVersion(
        in AssistantMessage message, in SqliteRow row, Dictionary<NameId, MessageSession> sessions,
        IReadOnlyDictionary<UInt128, List<MessageTokens>>? stepsOf)
    {
        UsageRow usage = MakeRow(message, row, sessions);
        Copies?.Add(message, usage.Event.Session);
        if (stepsOf is not null && stepsOf.TryGetValue(usage.Key, out List<MessageTokens>? steps)) _rows.SumSteps(ref usage, message, steps);
        if (usage.Event.Tokens.IsZero) return;
        if (IsForeign?.Invoke(row.Text(0), row.Text(1), usage.Event.TimestampMs) != true) sink.Add(usage);
        else if (usage.Link != 0) _foreignLinks.Add(usage.Link);
    }

    private void AddSecondVersion(in AssistantMessage message, in SqliteRow row, Dictionary<NameId, MessageSession> sessions, bool isAnswer)
    {
        UsageRow usage = MakeRow(message, row, sessions);
        NameId session = usage.Event.Session;
        if (isAnswer) _lastModels[session] = (usage.Event.Model, usage.Event.Provider);
        else if (message.Model.IsEmpty && _lastModels.TryGetValue(session, out var last)) (usage.Event.Model, usage.Event.Provider) = last;
        bool isCopy = isAnswer && Copies?.TryTake(message, session) == true;
        if (!isCopy && !usage.Event.Tokens.IsZero) sink.Add(usage);
    }

    private UsageRow MakeRow(in AssistantMessage message, in SqliteRow row, Dictionary<NameId, MessageSession> sessions)
    {
        bool isIdInside = !message.Id.IsEmpty && (format.PrefersIdInside || row.IsNull(0));
        ReadOnlySpan<byte> id = isIdInside ? message.Id.Utf8 : row.Text(0);
        NameId sessionId = sink.Name(row.IsNull(1) ? message.SessionId.Utf8 : row.Text(1));
        MessageSession session = sessions.GetValueOrDefault(sessionId) with { Id = sessionId };
        UsageRow usage = _rows.Make(message, id, session, row.TimeMs(2), row.Number);
        usage.Flags = MessageCopies.FromDatabase;
        return usage;
    }

    /// <param name="tables">What a later one says of a session counts.</param>
    private Dictionary<NameId, MessageSession> ReadSessions(params ReadOnlySpan<string> tables)
    {
        var sessions = new Dictionary<NameId, MessageSession>();
        foreach (string table in tables)
        {
            if (!database.HasTable(table)) continue;
            foreach (SqliteRow row in database.Select(table, ["id", "directory", "parent_id"]))
            {
                NameId id = sink.Name(row.Text(0));
                sessions[id] = new MessageSession(id, sink.Name(row.Text(1)), !row.IsNull(2));
            }
        }
        return sessions;
    }
}
