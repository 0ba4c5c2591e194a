using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CherryStudio;

/// <summary>Reads version 2's ledger, a row for each request that the program sent to a model.</summary>
internal static class CherryStudioLedger
{
    public const string DatabaseName = "cherrystudio.sqlite";

    /// <summary>Flag of rows of agents, whose calls are in transcripts too.</summary>
    public const int AgentFlag = 1;

    private const string Table = "ai_usage_record";

    private static readonly string[] s_columns =
    [
        "request_id", "record_kind", "message_kind", "source_type", "topic_id", "provider_id", "model_id", "created_at",
        "input_tokens", "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost", "cost_currency",
    ];

    /// <summary>Databases from before the ledger have no such table, and nothing to count.</summary>
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.HasTable(Table) || !database.Requires(Table, "model_id", "input_tokens", "output_tokens")) return;
        foreach (SqliteRow row in database.Select(Table, s_columns)) Add(row, file, sink);
    }

    private static void Add(in SqliteRow row, SourceFile file, UsageSink sink)
    {
        bool isAgents = row.IsNull(2) ? row.Text(3).SequenceEqual("agent"u8) : row.Text(2).SequenceEqual("agent-session"u8);
        NameId model = sink.Name(ModelOf(row.Text(6))), provider = sink.Name(row.Text(5));
        long? timestampMs = row.TimeMs(7);
        bool isDollars = row.Text(14).SequenceEqual("USD"u8);
        bool isAdded = sink.Add(new UsageRow
        {
            Key = row.IsNull(0) ? 0 : RowKey.Of("request"u8, row.Text(0)),
            Flags = isAgents ? AgentFlag : 0,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = InclusiveTokens.Split(
                    row.Count(8) ?? 0, row.Count(11) ?? 0, row.Count(12) ?? 0, row.Count(9) ?? 0, row.Count(10) ?? 0),
                Model = sink.ModelOrUnknown(model),
                Provider = provider.IsKnown ? provider : ModelProvider.Of(model, sink),
                Session = sink.Name(row.Text(4)),
                Class = new PriceClass { IsAggregate = row.Text(1).SequenceEqual("legacy-aggregate"u8) },
                LoggedCostUsd = isDollars ? row.Money(13) : null,
                Messages = 1,
            },
        });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
    }

    /// <summary>The model's own id behind that of its provider.</summary>
    private static ReadOnlySpan<byte> ModelOf(ReadOnlySpan<byte> uniqueId)
    {
        int border = uniqueId.IndexOf("::"u8);
        return border < 0 ? uniqueId : uniqueId[(border + 2)..];
    }
}
