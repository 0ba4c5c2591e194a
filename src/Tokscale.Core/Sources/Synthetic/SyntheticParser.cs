using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Reads the table of calls; it is missing as long as there was none.</summary>
internal static class SyntheticParser
{
    private const string Table = "token_usage";

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.HasTable(Table)) return;
        if (!database.Requires(Table, "input_tokens", "output_tokens")) return;
        foreach (SqliteRow row in database.Select(Table, ["id", "model", "input_tokens", "output_tokens", "timestamp", "session_id"]))
        {
            long? timestampMs = row.TimeMs(4);
            string model = SyntheticModels.ShortNameOf(row.ToString(1));
            bool isAdded = sink.Add(new UsageRow
            {
                Key = row.IsNull(0) ? RowKey.Join(RowKey.Of(file.Path), RowKey.Of([row.Number])) : RowKey.Of(row.Text(0)),
                Event = new UsageEvent
                {
                    TimestampMs = timestampMs ?? file.ModifiedMs,
                    Tokens = new TokenCounts(row.Count(2) ?? 0, row.Count(3) ?? 0, 0, 0, 0, 0),
                    Model = sink.Name(model.Length > 0 ? model : "unknown"),
                    Provider = sink.Name("synthetic"u8),
                    Session = sink.Name(row.Text(5)),
                    Messages = 1,
                },
            });
            if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
        }
    }
}
