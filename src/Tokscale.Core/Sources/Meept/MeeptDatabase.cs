using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Meept;

/// <summary>Reads the calls of the database.</summary>
internal static class MeeptDatabase
{
    private static readonly string[] s_columns =
    [
        "id", "timestamp", "provider", "model_id", "session_id", "agent_id",
        "tokens_sent", "tokens_received", "tokens_cached", "cache_creation_tokens", "reasoning_tokens", "latency_ms",
    ];

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("llm_calls", "tokens_sent", "tokens_received")) return;
        foreach (SqliteRow row in database.Select("llm_calls", s_columns)) Add(row, file, sink);
    }

    private static void Add(in SqliteRow row, SourceFile file, UsageSink sink)
    {
        long? timestampMs = row.TimeMs(1);
        NameId model = sink.Name(row.Text(3)), provider = sink.Name(row.Text(2));
        bool isAdded = sink.Add(new UsageRow
        {
            Key = row.Count(0) is { } id ? RowKey.Join(RowKey.Of([id]), RowKey.Of(row.Text(1))) : 0,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = TokensOf(row),
                Model = sink.ModelOrUnknown(model),
                Provider = provider.IsKnown ? provider : ModelProvider.Of(model, sink),
                Session = sink.Name(row.Text(4)),
                Agent = sink.Name(row.Text(5)),
                DurationMs = (int)Math.Min(row.Count(11) ?? 0, int.MaxValue),
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    private static TokenCounts TokensOf(in SqliteRow row)
    {
        long sent = row.Count(6) ?? 0, received = row.Count(7) ?? 0, reasoning = row.Count(10) ?? 0;
        long cacheRead = row.Count(8) ?? 0, cacheWrite = row.Count(9) ?? 0;
        bool isBeside = cacheWrite > 0 || cacheRead > sent || IsAnthropic(Encoding.UTF8.GetString(row.Text(2)));
        return InclusiveTokens.Split(isBeside ? sent + cacheRead + cacheWrite : sent, cacheRead, cacheWrite, received, reasoning);
    }

    private static bool IsAnthropic(string provider) =>
        provider.Contains("anthropic", StringComparison.OrdinalIgnoreCase) || provider.Contains("claude", StringComparison.OrdinalIgnoreCase);
}
