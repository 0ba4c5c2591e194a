using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.WorkBuddy;

/// <summary>Reads how full the context of each session was, which is all the database tells.</summary>
internal static class WorkBuddyDatabase
{
    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("session_usage", "session_id", "used")) return;
        var sessions = new Dictionary<NameId, (NameId Folder, NameId Model)>();
        if (database.HasTable("sessions"))
        {
            foreach (SqliteRow row in database.Select("sessions", ["id", "cwd", "model"]))
            {
                sessions[sink.Name(row.Text(0))] = (sink.Name(row.Text(1)), sink.Name(row.Text(2)));
            }
        }
        foreach (SqliteRow row in database.Select("session_usage", ["session_id", "used", "updated_at"]))
        {
            NameId session = sink.Name(row.Text(0));
            (NameId folder, NameId model) = sessions.GetValueOrDefault(session);
            long? timestampMs = row.TimeMs(2);
            bool isAdded = sink.Add(new UsageRow
            {
                Flags = WorkBuddyCopies.DatabaseFlag,
                Event = new UsageEvent
                {
                    TimestampMs = timestampMs ?? file.ModifiedMs,
                    Tokens = new TokenCounts(row.Count(1) ?? 0, 0, 0, 0, 0, 0),
                    Model = sink.ModelOrUnknown(model),
                    Provider = ModelProvider.Of(model, sink),
                    Session = session,
                    Project = folder,
                    Class = new PriceClass { IsAggregate = true },
                    IsEstimated = true,
                    Messages = 1,
                },
            });
            if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated, row.Number);
        }
    }
}
