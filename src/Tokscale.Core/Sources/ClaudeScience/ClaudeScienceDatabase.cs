using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ClaudeScience;

/// <summary>Reads the frames of one database: each is a row for its agent's calls, and one for the calls beside them.</summary>
internal static class ClaudeScienceDatabase
{
    private static readonly string[] s_columns =
    [
        "id", "root_frame_id", "agent_name", "model", "project_id", "completed_at", "updated_at", "created_at",
        "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "total_cost",
        "aux_input_tokens", "aux_output_tokens", "aux_cache_read_tokens", "aux_cache_write_tokens", "aux_cost",
    ];

    /// <summary>Where the five numbers of the agent's own calls, and of those beside them, begin.</summary>
    private const int OwnColumn = 8, AuxiliaryColumn = 13;

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("frames", "id", "input_tokens", "output_tokens")) return;
        Dictionary<NameId, NameId> projects = ProjectNames(database, sink);
        foreach (SqliteRow row in database.Select("frames", s_columns)) Add(row, projects, file, sink);
    }

    private static Dictionary<NameId, NameId> ProjectNames(SqliteReader database, UsageSink sink)
    {
        var names = new Dictionary<NameId, NameId>();
        if (!database.HasColumn("projects", "id")) return names;
        foreach (SqliteRow row in database.Select("projects", ["id", "name"])) names[sink.Name(row.Text(0))] = sink.Name(row.Text(1));
        return names;
    }

    private static void Add(in SqliteRow row, Dictionary<NameId, NameId> projects, SourceFile file, UsageSink sink)
    {
        long? timestampMs = row.TimeMs(5) ?? row.TimeMs(6) ?? row.TimeMs(7);
        NameId session = sink.Name(row.Text(1)), model = sink.Name(row.Text(3));
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Model = sink.ModelOrUnknown(model),
            Provider = ModelProvider.Of(model, sink),
            Session = session.IsKnown ? session : sink.Name(row.Text(0)),
            Project = projects.GetValueOrDefault(sink.Name(row.Text(4))),
            Agent = sink.Name(row.Text(2)),
            Class = new PriceClass { IsAggregate = true },
        };
        UInt128 key = row.Text(0).IsEmpty ? 0 : RowKey.Of(row.Text(0));
        bool hasOwn = Add(row, OwnColumn, usage with { Messages = 1 }, key, sink);
        UInt128 auxiliaryKey = key == 0 ? 0 : RowKey.Join(key, RowKey.Of("aux"u8));
        bool hasAuxiliary = Add(row, AuxiliaryColumn, usage with { Messages = hasOwn ? 0 : 1 }, auxiliaryKey, sink);
        if (timestampMs is null && (hasOwn || hasAuxiliary)) sink.Report(ProblemKind.Undated, row.Number);
    }

    private static bool Add(in SqliteRow row, int column, UsageEvent usage, UInt128 key, UsageSink sink)
    {
        usage.Tokens = InclusiveTokens.Split(
            row.Count(column) ?? 0, row.Count(column + 2) ?? 0, row.Count(column + 3) ?? 0, row.Count(column + 1) ?? 0, reasoning: 0);
        usage.LoggedCostUsd = row.Money(column + 4);
        return sink.Add(new UsageRow { Key = key, Rank = usage.Tokens.Total, Event = usage });
    }
}
