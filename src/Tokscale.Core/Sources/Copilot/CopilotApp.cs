using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Reads the App's database: a row is a session with what it has used so far.</summary>
internal static class CopilotApp
{
    private const string Table = "sessions";

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        // The same name is that of settings and lists of models, which need no sessions.
        if (database is null || !database.HasTable(Table)) return;
        if (!database.Requires(Table, "id", "total_input_tokens", "total_output_tokens")) return;
        ReadOnlySpan<string> columns =
        [
            "id", "model", "total_input_tokens", "total_output_tokens", "total_cached_tokens", "total_reasoning_tokens", "total_nano_aiu", "created_at",
        ];
        foreach (SqliteRow row in database.Select(Table, columns)) AddRow(row, file, sink);
    }

    private static void AddRow(in SqliteRow row, SourceFile file, UsageSink sink)
    {
        NameId session = sink.Name(row.Text(0)), model = sink.Name(row.Text(1));
        if (!session.IsKnown) return;
        var tokens = new CopilotTokens
        {
            Input = row.Count(2) ?? 0,
            Output = row.Count(3) ?? 0,
            CacheRead = row.Count(4) ?? 0,
            Reasoning = row.Count(5) ?? 0,
        };
        long? timestampMs = row.TimeMs(7);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = tokens.ToTokens(),
            Session = session,
            Class = new PriceClass { IsAggregate = true },
            // A 0 is also what a session of before June 2026 has, which was paid by the request.
            LoggedCostUsd = row.Money(6) is > 0 and var nanoUnits ? nanoUnits / CopilotStore.NanoUnitsPerUsd : null,
            Messages = 1,
        };
        usage.IsCostFinal = usage.LoggedCostUsd is not null;
        CopilotNames.SetModel(ref usage, model, sink);
        bool hasModel = model.IsKnown && model != sink.Name("auto"u8);
        bool isAdded = sink.Add(new UsageRow
        {
            Rank = usage.Tokens.Total,
            Flags = (int)(hasModel ? CopilotRecord.App : CopilotRecord.AppWithoutModel),
            Event = usage,
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }
}
