using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Reads the conversations of the older CLI.</summary>
internal static class KiroDatabase
{
    private const string Table = "conversations_v2";

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        // The program keeps its login here too, so the table may be missing for good.
        if (database is null || !database.HasTable(Table) || !database.Requires(Table, "conversation_id", "value")) return;
        foreach (SqliteRow row in database.Select(Table, ["key", "conversation_id", "value", "updated_at"]))
        {
            var facts = new KiroSessionFacts
            {
                Session = sink.Name(row.Text(1)),
                Project = sink.Name(row.Text(0)),
                ContextWindow = KiroSessionFacts.ContextWindowDefault,
                UpdatedMs = row.TimeMs(3),
            };
            List<KiroTurn>? turns = ReadTurns(row.Text(2), ref facts, sink);
            if (turns is null) row.ReportMalformed();
            else for (int index = 0; index < turns.Count; index++) facts.Add("database"u8, index, turns[index], file, sink);
        }
    }

    /// <returns>Null when the text is no JSON.</returns>
    private static List<KiroTurn>? ReadTurns(ReadOnlySpan<byte> conversation, ref KiroSessionFacts facts, UsageSink sink)
    {
        var turns = new List<KiroTurn>();
        var json = new JsonCursor(conversation);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("model_info"u8)) facts.ReadModelInfo(ref json, sink);
                else if (!name.Is("history"u8)) json.SkipValue();
                else if (json.TryBeginArray())
                {
                    while (json.TryMoveToElement()) turns.Add(ReadTurn(ref json));
                }
            }
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        return json.IsAtEnd ? turns : null;
    }

    private static KiroTurn ReadTurn(ref JsonCursor json)
    {
        var turn = default(KiroTurn);
        long? startMs = null, endMs = null;
        if (!json.TryBeginObject()) return turn;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("request_metadata"u8) || json.Peek() != JsonKind.Object)
            {
                json.SkipValue();
                continue;
            }
            json.TryBeginObject();
            while (json.TryReadName(out JsonText field))
            {
                if (field.Is("context_usage_percentage"u8)) turn.ContextPercent = json.ReadNumber() ?? 0;
                else if (field.Is("response_size"u8)) turn.AnswerCharacters = json.ReadLooseCount() ?? 0;
                else if (field.Is("request_start_timestamp_ms"u8)) startMs = json.ReadTime();
                else if (field.Is("stream_end_timestamp_ms"u8)) endMs = json.ReadTime();
                else json.SkipValue();
            }
        }
        turn.TimestampMs = endMs ?? startMs;
        if (endMs - startMs is > 0 and < int.MaxValue and var duration) turn.DurationMs = (int)duration;
        return turn;
    }
}
