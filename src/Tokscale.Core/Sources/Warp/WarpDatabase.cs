using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>Reads the terminal's database: tokens of each conversation by model, not divided into input and output.</summary>
internal sealed class WarpDatabase
{
    private readonly SqliteReader _database;
    private readonly SourceFile _file;
    private readonly UsageSink _sink;

    private WarpDatabase(SqliteReader database, SourceFile file, UsageSink sink) => (_database, _file, _sink) = (database, file, sink);

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        // The terminal works without its agent, whose tables came later.
        if (database is null || !database.HasTable("agent_conversations")) return;
        if (!database.Requires("agent_conversations", "conversation_id", "conversation_data")) return;
        new WarpDatabase(database, file, sink).ReadConversations();
    }

    private void ReadConversations()
    {
        Dictionary<NameId, WarpExchanges> exchanges = ReadExchanges();
        foreach (SqliteRow row in _database.Select("agent_conversations", ["conversation_id", "conversation_data", "last_modified_at"]))
        {
            WarpModelTokens[]? models = WarpConversation.ReadModels(row.Text(1), out bool hasRefused);
            if (hasRefused) _sink.Report(ProblemKind.RefusedNumber, row.Number);
            if (models is null) row.ReportMalformed();
            else if (models.Length > 0) Add(models, row, exchanges.GetValueOrDefault(_sink.Name(row.Text(0))));
        }
    }

    private void Add(WarpModelTokens[] models, in SqliteRow row, WarpExchanges? exchanges)
    {
        NameId conversation = _sink.Name(row.Text(0));
        long? modifiedMs = row.TimeMs(2);
        long? timestampMs = exchanges?.LastMs ?? modifiedMs;
        if (timestampMs is null) _sink.Report(ProblemKind.Undated, row.Number);
        IReadOnlyList<WarpModelTokens> merged = WarpConversation.Merge(models, exchanges);
        int most = merged.Index().MaxBy(entry => entry.Item.Total).Index;
        for (int index = 0; index < merged.Count; index++)
        {
            WarpModelTokens tokens = merged[index];
            bool isOwn = tokens.Warp == 0;
            _sink.Add(new UsageRow
            {
                Key = RowKey.Join(RowKey.Of(row.Text(0)), RowKey.Of(tokens.Model)),
                Rank = modifiedMs ?? 0,
                Event = new UsageEvent
                {
                    TimestampMs = timestampMs ?? _file.ModifiedMs,
                    Tokens = new TokenCounts(tokens.Total, 0, 0, 0, 0, 0),
                    Model = _sink.Name(tokens.Model),
                    Provider = _sink.Name(isOwn ? ModelProvider.Of(tokens.Model) : "warp"),
                    Session = conversation,
                    Project = exchanges?.Project ?? default,
                    Class = new PriceClass { IsAggregate = true },
                    Messages = index == most ? exchanges?.FinishedCount ?? 0 : 0,
                    IsEstimated = true,
                },
            });
        }
    }

    private Dictionary<NameId, WarpExchanges> ReadExchanges()
    {
        var exchanges = new Dictionary<NameId, WarpExchanges>();
        if (!_database.HasColumn("ai_queries", "conversation_id")) return exchanges;
        ReadOnlySpan<string> columns =
            ["conversation_id", "start_ts", "working_directory", "output_status", "model_id", "planning_model_id", "coding_model_id"];
        foreach (SqliteRow row in _database.Select("ai_queries", columns))
        {
            NameId conversation = _sink.Name(row.Text(0));
            if (!exchanges.TryGetValue(conversation, out WarpExchanges? own)) exchanges.Add(conversation, own = new WarpExchanges());
            bool isFinished = row.Text(3).Trim("\" "u8) is var status
                && (status.SequenceEqual("Completed"u8) || status.SequenceEqual("Cancelled"u8) || status.SequenceEqual("Failed"u8));
            own.Add(row.TimeMs(1), _sink.Name(row.Text(2)), isFinished);
            for (int column = 4; column <= 6; column++) own.AddModel(row.ToString(column));
        }
        return exchanges;
    }
}
