using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>Reads the table of requests. Failed ones that used tokens were paid too, so their status does not matter.</summary>
internal static class ZCodeParser
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("model_usage", "input_tokens", "output_tokens")) return;
        Dictionary<NameId, NameId> folders = ReadFolders(database, sink);
        ReadOnlySpan<string> columns =
        [
            "id", "session_id", "model_id", "provider_id", "completed_at", "started_at", "input_tokens", "output_tokens",
            "reasoning_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "agent", "duration_ms",
        ];
        foreach (SqliteRow row in database.Select("model_usage", columns)) Add(row, folders, file, sink);
    }

    private static void Add(in SqliteRow row, Dictionary<NameId, NameId> folders, SourceFile file, UsageSink sink)
    {
        NameId session = sink.Name(row.Text(1)), model = sink.Name(row.Text(2)), provider = sink.Name(row.Text(3));
        long? timestampMs = row.TimeMs(4) ?? row.TimeMs(5);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = row.IsNull(0) ? 0 : RowKey.Of(row.Text(0)),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = InclusiveTokens.Split(row.Count(6) ?? 0, row.Count(9) ?? 0, row.Count(10) ?? 0, row.Count(7) ?? 0, row.Count(8) ?? 0),
                Model = sink.ModelOrUnknown(model),
                Provider = provider.IsKnown ? provider : sink.Name("zai"u8),
                Session = session,
                Project = folders.GetValueOrDefault(session),
                Agent = sink.Name(row.Text(11)),
                DurationMs = (int)Math.Min(row.Count(12) ?? 0, int.MaxValue),
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    private static Dictionary<NameId, NameId> ReadFolders(SqliteReader database, UsageSink sink)
    {
        var folders = new Dictionary<NameId, NameId>();
        if (!database.HasTable("session")) return folders;
        foreach (SqliteRow row in database.Select("session", ["id", "directory", "path"]))
        {
            folders[sink.Name(row.Text(0))] = sink.Name(row.Text(1).IsEmpty ? row.Text(2) : row.Text(1));
        }
        return folders;
    }
}
