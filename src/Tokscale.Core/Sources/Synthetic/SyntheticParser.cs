using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Reads the table of calls, which has had two names; it is missing as long as there was none.</summary>
internal static class SyntheticParser
{
    private const string Messages = "messages", TokenUsage = "token_usage";

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null) return;
        // A database with both has each call in both.
        bool isRead = database.HasColumn(Messages, "input_tokens") && ReadTable(database, Messages, file, sink);
        if (!isRead && database.HasTable(TokenUsage) && database.Requires(TokenUsage, "input_tokens", "output_tokens"))
        {
            ReadTable(database, TokenUsage, file, sink);
        }
    }

    /// <returns>True when there were calls.</returns>
    private static bool ReadTable(SqliteReader database, string table, SourceFile file, UsageSink sink)
    {
        bool isRead = false;
        ReadOnlySpan<string> columns =
        [
            "id", "model", "provider", "session_id", "timestamp", "cost", "input_tokens", "output_tokens",
            "cache_read_tokens", "cache_write_tokens", "reasoning_tokens",
        ];
        foreach (SqliteRow row in database.Select(table, columns)) isRead |= Add(row, file, sink);
        return isRead;
    }

    private static bool Add(in SqliteRow row, SourceFile file, UsageSink sink)
    {
        long? timestampMs = row.TimeMs(4);
        string model = SyntheticGateway.ShortNameOf(row.ToString(1));
        NameId provider = sink.Name(row.Text(2));
        bool isAdded = sink.Add(new UsageRow
        {
            Key = row.IsNull(0) ? RowKey.Join(RowKey.Of(file.Path), RowKey.Of([row.Number])) : RowKey.Of(row.Text(0)),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = new TokenCounts(row.Count(6) ?? 0, row.Count(7) ?? 0, row.Count(8) ?? 0, row.Count(9) ?? 0, 0, row.Count(10) ?? 0),
                Model = sink.Name(model.Length > 0 ? model : "unknown"),
                Provider = provider.IsKnown ? provider : sink.Name("synthetic"u8),
                Session = sink.Name(row.Text(3)),
                LoggedCostUsd = row.Money(5),
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
        return isAdded;
    }
}
