using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>Reads the sessions in an agent's database: the same entries, one a row.</summary>
internal static class OpenClawDatabase
{
    private const string Events = "transcript_events";

    public static void Read(SourceFile file, UsageSink sink, EntryFormat format)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.HasTable(Events)) return;
        if (!database.Requires(Events, "session_id", "event_json")) return;
        Dictionary<string, (NameId Model, NameId Provider)> models = ReadModels(database, sink);
        string order = database.HasColumn(Events, "seq") ? "ORDER BY session_id, seq" : "ORDER BY session_id";
        EntryParser? parser = null;
        string session = string.Empty;
        foreach (SqliteRow row in database.Select(Events, ["session_id", "event_json", "created_at"], order))
        {
            if (parser is null || row.ToString(0) != session)
            {
                parser?.Finish(session, project: null);
                session = row.ToString(0);
                parser = new EntryParser(file, sink, format);
                if (models.TryGetValue(session, out (NameId Model, NameId Provider) known)) parser.StartWith(known.Model, known.Provider);
            }
            ReadEvent(row, parser, sink);
        }
        parser?.Finish(session, project: null);
    }

    private static void ReadEvent(in SqliteRow row, EntryParser parser, UsageSink sink)
    {
        parser.FallbackTimestampMs = row.TimeMs(2);
        ReadOnlySpan<byte> text = row.Text(1).Trim(" \t\r\n"u8);
        if (text.IsEmpty) return;
        LineOutcome outcome = parser.ReadLine(new LogLine(text, row.Number, hasMarker: true, isTorn: false));
        if (outcome == LineOutcome.Malformed) sink.Report(ProblemKind.MalformedRow, row.Number);
    }

    /// <summary>What each session was started with.</summary>
    private static Dictionary<string, (NameId Model, NameId Provider)> ReadModels(SqliteReader database, UsageSink sink)
    {
        var models = new Dictionary<string, (NameId, NameId)>(StringComparer.Ordinal);
        foreach (string table in (ReadOnlySpan<string>)["sessions", "session_windows"])
        {
            if (!database.HasColumn(table, "session_id")) continue;
            foreach (SqliteRow row in database.Select(table, ["session_id", "model", "model_provider"]))
            {
                NameId model = sink.Name(row.Text(1));
                if (model.IsKnown) models[row.ToString(0)] = (model, sink.Name(row.Text(2)));
            }
        }
        return models;
    }
}
