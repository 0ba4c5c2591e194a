using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>Reads the sessions in an agent's database: the same entries, one a row, and whole logs of sessions that are no longer in use.</summary>
internal sealed class OpenClawDatabase : IDisposable
{
    private const string Events = "transcript_events", Archives = "session_transcript_archives", ColdArchives = "session_transcript_cold_archives";

    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly EntryFormat _format;
    private readonly SqliteReader _database;
    private readonly Dictionary<string, (NameId Model, NameId Provider)> _models;
    private readonly ZstdValue _packed = new();

    private OpenClawDatabase(SourceFile file, UsageSink sink, EntryFormat format, SqliteReader database)
    {
        (_file, _sink, _format, _database) = (file, sink, format, database);
        _models = ReadModels();
    }

    public static void Read(SourceFile file, FileReader reader, UsageSink sink, EntryFormat format)
    {
        using SqliteReader? opened = SqliteReader.TryOpen(file.Path, sink);
        if (opened is null) return;
        using var database = new OpenClawDatabase(file, sink, format, opened);
        if (opened.HasTable(Events) && opened.Requires(Events, "session_id", "event_json")) database.ReadEvents();
        if (opened.HasColumn(Archives, "archive_blob")) database.ReadArchives(Archives, reader);
        if (opened.HasColumn(ColdArchives, "archive_blob")) database.ReadArchives(ColdArchives, reader);
    }

    public void Dispose() => _packed.Dispose();

    private void ReadEvents()
    {
        string order = _database.HasColumn(Events, "seq") ? "ORDER BY session_id, seq" : "ORDER BY session_id";
        EntryParser? parser = null;
        string session = string.Empty;
        foreach (SqliteRow row in _database.Select(Events, ["session_id", "event_json", "created_at", "event_zstd"], order))
        {
            if (parser is null || row.ToString(0) != session)
            {
                parser?.Finish(session, project: null);
                session = row.ToString(0);
                parser = Begin(session);
            }
            ReadEvent(row, parser);
        }
        parser?.Finish(session, project: null);
    }

    private void ReadEvent(in SqliteRow row, EntryParser parser)
    {
        ReadOnlySpan<byte> text = row.Text(1), packed = row.Text(3);
        bool isPacked = row.IsNull(1) && !packed.IsEmpty;
        if (isPacked && !_packed.TryUnpack(packed, out text))
        {
            row.ReportMalformed();
            return;
        }
        text = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty) return;
        parser.FallbackTimestampMs = row.TimeMs(2);
        LineOutcome outcome = parser.ReadLine(new LogLine(text, row.Number, hasMarker: true, isTorn: false));
        if (outcome == LineOutcome.Malformed) row.ReportMalformed();
    }

    private void ReadArchives(string table, FileReader reader)
    {
        foreach (SqliteRow row in _database.Select(table, ["session_id", "archive_blob"]))
        {
            string session = row.ToString(0);
            EntryParser parser = Begin(session);
            bool isCold = table == ColdArchives;
            LineReader lines = reader.OpenPlainOrZstdLines(row.Text(1).ToArray(), isCold ? null : EntryReader.Marker);
            JsonLines.Read(lines, isCold ? new OpenClawColdParser(parser) : parser, _sink);
            parser.Finish(session, project: null);
        }
    }

    private EntryParser Begin(string session)
    {
        var parser = new EntryParser(_file, _sink, _format);
        if (_models.TryGetValue(session, out (NameId Model, NameId Provider) known)) parser.StartWith(known.Model, known.Provider);
        return parser;
    }

    /// <summary>What each session was started with.</summary>
    private Dictionary<string, (NameId Model, NameId Provider)> ReadModels()
    {
        var models = new Dictionary<string, (NameId, NameId)>(StringComparer.Ordinal);
        foreach (string table in (ReadOnlySpan<string>)["sessions", "session_windows"])
        {
            if (!_database.HasColumn(table, "session_id")) continue;
            foreach (SqliteRow row in _database.Select(table, ["session_id", "model", "model_provider"]))
            {
                NameId model = _sink.Name(row.Text(1));
                if (model.IsKnown) models[row.ToString(0)] = (model, _sink.Name(row.Text(2)));
            }
        }
        return models;
    }
}
