using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Reads the database of calls: a row is one call.</summary>
internal static class CopilotStore
{
    private const string Table = "assistant_usage_events";

    /// <summary>An AI credit is a cent, and a credit has 10⁹ nano units.</summary>
    internal const decimal NanoUnitsPerUsd = 100_000_000_000m;

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        // Before version 1.0.6x the store had sessions and no usage.
        bool isOld = database is not null && !database.HasTable(Table) && database.HasTable("sessions");
        if (database is null || isOld || !database.Requires(Table, "session_id", "input_tokens", "output_tokens")) return;
        Dictionary<NameId, NameId> folders = FoldersOf(database, sink);
        ReadOnlySpan<string> columns =
        [
            "session_id", "model", "copilot_usage_model", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens",
            "reasoning_tokens", "total_nano_aiu", "duration_ms", "created_at", "id",
        ];
        foreach (SqliteRow row in database.Select(Table, columns)) AddRow(row, folders, file, sink);
    }

    private static Dictionary<NameId, NameId> FoldersOf(SqliteReader database, UsageSink sink)
    {
        var folders = new Dictionary<NameId, NameId>();
        if (!database.HasTable("sessions")) return folders;
        foreach (SqliteRow row in database.Select("sessions", ["id", "cwd"])) folders[sink.Name(row.Text(0))] = sink.Name(row.Text(1));
        return folders;
    }

    private static void AddRow(in SqliteRow row, Dictionary<NameId, NameId> folders, SourceFile file, UsageSink sink)
    {
        var tokens = new CopilotTokens
        {
            Input = row.Count(3) ?? 0,
            Output = row.Count(4) ?? 0,
            CacheRead = row.Count(5) ?? 0,
            CacheWrite = row.Count(6) ?? 0,
            Reasoning = row.Count(7) ?? 0,
        };
        NameId session = sink.Name(row.Text(0));
        long? timestampMs = row.TimeMs(10);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = tokens.ToTokens(),
            Session = session,
            Project = folders.GetValueOrDefault(session),
            LoggedCostUsd = row.Money(8) / NanoUnitsPerUsd,
            IsCostFinal = row.Money(8) is not null,
            DurationMs = (int)Math.Min(row.Count(9) ?? 0, int.MaxValue),
            Messages = 1,
        };
        NameId billed = sink.Name(row.Text(2));
        CopilotNames.SetModel(ref usage, billed.IsKnown ? billed : sink.Name(row.Text(1)), sink);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = RowKey.Join(RowKey.Of(row.Text(0)), RowKey.Of([row.Count(11) ?? row.Number, timestampMs ?? 0, tokens.Input, tokens.Output])),
            Flags = (int)CopilotRecord.Store,
            Event = usage,
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }
}
