using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
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
        UInt128 key = row.Text(0).IsEmpty ? 0 : RowKey.Of(row.Text(0));
        var span = new ChatSpan
        {
            Key = key,
            StartMs = row.TimeMs(1),
            EndMs = row.TimeMs(2),
            Provider = row.ToString(3),
            Agent = sink.Name(row.Text(4)),
            Conversation = row.ToString(5),
            Chat = row.ToString(6),
            RequestModel = sink.Name(row.Text(7)),
            ResponseModel = sink.Name(row.Text(8)),
            Tokens = InclusiveTokens.Cut(
                row.Count(9) ?? 0, row.Count(11) ?? 0, cacheWrites.GetValueOrDefault(key), row.Count(10) ?? 0, row.Count(12) ?? 0),
        };
        span.AddTo(sink, file, row.Number);
    }
}
