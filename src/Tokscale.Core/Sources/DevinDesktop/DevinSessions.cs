using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>
/// Reads the sessions of the command-line program: model, folder, and whether their usage is in its own log. The rows are no
/// usage; <see cref="DevinDesktopRule"/> uses them up.
/// </summary>
internal static class DevinSessions
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.HasColumn("sessions", "title")) return;
        HashSet<UInt128> counted = CountedSessions(database);
        foreach (SqliteRow row in database.Select("sessions", ["id", "title", "working_directory", "model"]))
        {
            ulong link = DevinDesktopRule.LinkOf(row.ToString(1));
            if (link == 0) continue;
            string model = row.ToString(3).Trim();
            sink.Usage.RowsInReading.Add(new UsageRow
            {
                Link = link,
                Flags = DevinDesktopRule.SessionFlag | (counted.Contains(RowKey.Of(row.Text(0))) ? DevinDesktopRule.CountedFlag : 0),
                Event = new UsageEvent
                {
                    Model = sink.Name(model),
                    Provider = sink.Name(ModelProvider.Of(model)),
                    Project = sink.Name(row.Text(2)),
                },
            });
        }
    }

    /// <summary>Sessions of which a message has counts.</summary>
    private static HashSet<UInt128> CountedSessions(SqliteReader database)
    {
        var counted = new HashSet<UInt128>();
        if (!database.HasColumn("message_nodes", "chat_message")) return counted;
        foreach (SqliteRow row in database.Select("message_nodes", ["session_id", "chat_message"]))
        {
            if (HasCounts(row.Text(1))) counted.Add(RowKey.Of(row.Text(0)));
        }
        return counted;
    }

    private static bool HasCounts(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("_tokens"u8) < 0) return false;
        var json = new JsonCursor(message);
        if (!TryEnter(ref json, "metadata"u8) || !TryEnter(ref json, "metrics"u8) || !json.TryBeginObject()) return false;
        while (json.TryReadName(out _))
        {
            if (json.ReadLooseCount() > 0) return true;
        }
        return false;
    }

    /// <summary>Enters an object and stops before the value of a field.</summary>
    private static bool TryEnter(ref JsonCursor json, ReadOnlySpan<byte> field)
    {
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is(field) && json.Peek() == JsonKind.Object) return true;
            json.SkipValue();
        }
        return false;
    }
}
