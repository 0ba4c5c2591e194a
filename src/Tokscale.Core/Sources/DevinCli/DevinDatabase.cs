using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>
/// Reads the nodes of all conversations. A conversation is a tree: branches that were left were paid too, and nodes that were
/// written again, beside the first or in a fork, are copies.
/// </summary>
internal static class DevinDatabase
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("message_nodes", "session_id", "chat_message")) return;
        Dictionary<NameId, (NameId Project, NameId Model)> sessions = ReadSessions(database, sink);
        foreach (SqliteRow row in database.Select("message_nodes", ["session_id", "node_id", "chat_message", "created_at"]))
        {
            DevinNode node = DevinNode.Read(row.Text(2));
            if (!node.IsValid) row.ReportMalformed();
            else if (node.Role.Is("assistant"u8) && !node.Tokens.IsZero) Add(node, row, sessions, file, sink);
        }
    }

    private static void Add(
        in DevinNode node, in SqliteRow row, Dictionary<NameId, (NameId Project, NameId Model)> sessions, SourceFile file, UsageSink sink)
    {
        if (node.HasRefused) sink.Report(ProblemKind.RefusedNumber, row.Number);
        NameId id = sink.Name(row.Text(0));
        (NameId Project, NameId Model) session = sessions.GetValueOrDefault(id);
        long? timestampMs = node.CreatedMs ?? row.TimeMs(3);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = node.Tokens,
            Session = id,
            Project = session.Project,
            LoggedCredits = node.ComputeUnits,
            DurationMs = node.DurationMs,
            Messages = 1,
        };
        DevinNames.SetModel(ref usage, [sink.Name(node.GenerationModel.Utf8), session.Model], sink);
        sink.Add(new UsageRow { Key = KeyOf(node, row), Flags = DatabaseFirstRule.FromDatabase, Event = usage });
    }

    private static UInt128 KeyOf(in DevinNode node, in SqliteRow row)
    {
        if (node.RequestKey is var request && request != 0) return request;
        if (!node.MessageId.IsEmpty) return RowKey.Join(RowKey.Of(row.Text(0)), RowKey.Of("message"u8, node.MessageId.Utf8));
        return row.IsNull(1) ? 0 : RowKey.Of(row.Text(0), row.Text(1));
    }

    private static Dictionary<NameId, (NameId Project, NameId Model)> ReadSessions(SqliteReader database, UsageSink sink)
    {
        var sessions = new Dictionary<NameId, (NameId, NameId)>();
        if (!database.HasTable("sessions")) return sessions;
        foreach (SqliteRow row in database.Select("sessions", ["id", "working_directory", "model"]))
        {
            sessions[sink.Name(row.Text(0))] = (sink.Name(row.Text(1)), sink.Name(row.Text(2)));
        }
        return sessions;
    }
}
