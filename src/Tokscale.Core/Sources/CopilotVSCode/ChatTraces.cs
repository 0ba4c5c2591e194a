using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Reads the database of traces: a span of the operation <c>chat</c> is one call.</summary>
internal static class ChatTraces
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("spans", "operation_name", "input_tokens", "output_tokens")) return;
        Dictionary<UInt128, long> cacheWrites = CacheWritesOf(database);
        ReadOnlySpan<string> columns =
        [
            "span_id", "start_time_ms", "end_time_ms", "provider_name", "agent_name", "conversation_id", "chat_session_id", "request_model", "response_model",
            "input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens",
        ];
        foreach (SqliteRow row in database.Select("spans", columns, "WHERE operation_name = 'chat'")) AddRow(row, cacheWrites, file, sink);
    }

    private static Dictionary<UInt128, long> CacheWritesOf(SqliteReader database)
    {
        var counts = new Dictionary<UInt128, long>();
        bool hasAttributes = database.HasColumn("span_attributes", "span_id") && database.HasColumn("span_attributes", "key");
        if (!hasAttributes) return counts;
        SqliteRows rows = database.Select("span_attributes", ["span_id", "value"], "WHERE key = 'gen_ai.usage.cache_creation.input_tokens'");
        foreach (SqliteRow row in rows) counts[RowKey.Of(row.Text(0))] = row.Count(1) ?? 0;
        return counts;
    }

    private static void AddRow(in SqliteRow row, Dictionary<UInt128, long> cacheWrites, SourceFile file, UsageSink sink)
    {
        UInt128 span = row.Text(0).IsEmpty ? 0 : RowKey.Of(row.Text(0));
        string conversation = row.ToString(5), chat = row.ToString(6);
        long? startMs = row.TimeMs(1), endMs = row.TimeMs(2);
        NameId requested = sink.Name(row.Text(7)), answered = sink.Name(row.Text(8));
        NameId model = answered.IsKnown ? answered : requested.IsKnown ? requested : sink.Name("unknown"u8);
        bool isOfCopilot = row.Text(3).IsEmpty || row.Text(3).SequenceEqual("github"u8);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = span,
            Link = ChatCopies.LinkOf(chat),
            OtherLink = ChatCopies.LinkOf(conversation),
            Flags = ChatCopies.TraceFlag,
            Event = new UsageEvent
            {
                TimestampMs = startMs ?? file.ModifiedMs,
                Tokens = TokensOf(row, cacheWrites.GetValueOrDefault(span)),
                Model = model,
                Provider = isOfCopilot ? sink.Name("github-copilot"u8) : sink.Name(row.Text(3)),
                Session = sink.Name(chat.Length > 0 ? chat : conversation),
                Agent = sink.Name(row.Text(4)),
                DurationMs = (int)Math.Clamp((endMs - startMs) ?? 0, 0, int.MaxValue),
                Messages = 1,
            },
        });
        if (isAdded && startMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    /// <summary>Input is logged with the caches, output with the reasoning.</summary>
    private static TokenCounts TokensOf(in SqliteRow row, long cacheWrite)
    {
        long input = row.Count(9) ?? 0, output = row.Count(10) ?? 0;
        long cacheRead = Math.Min(row.Count(11) ?? 0, input);
        cacheWrite = Math.Min(cacheWrite, input - cacheRead);
        long reasoning = Math.Min(row.Count(12) ?? 0, output);
        return new TokenCounts(input - cacheRead - cacheWrite, output - reasoning, cacheRead, cacheWrite, 0, reasoning);
    }
}
