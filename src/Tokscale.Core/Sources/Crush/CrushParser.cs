using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Crush;

/// <summary>
/// Reads one project's database. Sessions have a cost; their token columns are overwritten by each request and say only how
/// full the context was last.
/// </summary>
internal static class CrushParser
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("sessions", "id", "cost")) return;
        Dictionary<NameId, CrushAnswers> answers = ReadAnswers(database, sink);
        NameId project = sink.Name(ProjectOf(file));
        NameId sessionTotal = sink.Name("session-total"u8);
        foreach (SqliteRow row in database.Select("sessions", ["id", "parent_session_id", "cost", "created_at", "updated_at"]))
        {
            // A sub-agent's cost is added to its parent's.
            if (!row.Text(1).IsEmpty) continue;
            NameId id = sink.Name(row.Text(0));
            CrushAnswers? answered = answers.GetValueOrDefault(id);
            long? createdMs = row.TimeMs(3) ?? row.TimeMs(4);
            NameId model = answered?.Model() ?? default, provider = answered?.Provider() ?? default;
            var usage = new UsageRow
            {
                Key = RowKey.Join(RowKey.Of(file.Path), RowKey.Of(row.Text(0))),
                Event = new UsageEvent
                {
                    TimestampMs = createdMs ?? file.ModifiedMs,
                    Model = model.IsKnown ? model : sessionTotal,
                    Provider = provider.IsKnown ? provider : ModelProvider.Of(model, sink),
                    Session = id,
                    Project = project,
                    Class = new PriceClass { IsAggregate = true },
                    LoggedCostUsd = row.Money(2),
                    Messages = answered?.Count ?? 0,
                },
            };
            // Local models cost nothing, but were used.
            bool isAdded = usage.Event.Messages > 0 ? sink.AddFree(usage) : sink.Add(usage);
            if (isAdded && createdMs is null) sink.Report(ProblemKind.Undated, row.Number);
        }
    }

    private static Dictionary<NameId, CrushAnswers> ReadAnswers(SqliteReader database, UsageSink sink)
    {
        var answers = new Dictionary<NameId, CrushAnswers>();
        if (!database.HasColumn("messages", "role")) return answers;
        foreach (SqliteRow row in database.Select("messages", ["session_id", "model", "provider"], "WHERE role = 'assistant'"))
        {
            NameId session = sink.Name(row.Text(0));
            if (!answers.TryGetValue(session, out CrushAnswers? answered)) answers.Add(session, answered = new CrushAnswers());
            answered.Add(sink.Name(row.Text(1)), sink.Name(row.Text(2)));
        }
        return answers;
    }

    /// <summary>The folder that <c>.crush</c> lies in; of data kept elsewhere the data folder.</summary>
    private static string? ProjectOf(SourceFile file)
    {
        string? folder = Path.GetDirectoryName(file.Path);
        return file.FolderName.StartsWith('.') ? Path.GetDirectoryName(folder) : folder;
    }
}
