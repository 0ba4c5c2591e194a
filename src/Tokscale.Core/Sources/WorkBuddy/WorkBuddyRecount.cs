using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.CallLines;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.WorkBuddy;

/// <summary>Second reader of WorkBuddy's transcripts, and of its database where there is no transcript.</summary>
internal sealed class WorkBuddyRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        SourceFile[] transcripts = [.. input.Files.Where(file => !IsDatabase(file))];
        List<RecountedCall> calls = [.. new CallLineRecount().Count(transcripts)];
        HashSet<string?> told = [.. calls.Select(call => call.Session), .. transcripts.Select(LastSessionOf)];
        foreach (SourceFile file in input.Files.Where(IsDatabase))
        {
            using var database = RecountDatabase.Open(file.Path);
            if (database is null) continue;
            RecountRow[] sessions = [.. database.Table("sessions")];
            foreach (RecountRow row in database.Table("session_usage"))
            {
                var call = new RecountedCall
                {
                    File = file.Path,
                    TimeMs = row.Time("updated_at") ?? file.ModifiedMs,
                    Model = sessions.FirstOrDefault(session => session.Text("id") == row.Text("session_id"))?.Text("model"),
                    Session = row.Text("session_id"),
                    Tokens = new TokenCounts(row.Count("used"), 0, 0, 0, 0, 0),
                };
                if (call.IsUsage && told.Add(call.Session)) calls.Add(call);
            }
        }
        return calls;
    }

    /// <summary>A transcript tells of a session also where it has no counts; null where it has no lines.</summary>
    private static string? LastSessionOf(SourceFile transcript)
    {
        JsonElement[] lines = [.. RecountFile.Objects(transcript.Path)];
        return lines.Length == 0 ? null : lines.Select(line => line.Text("sessionId")).LastOrDefault(session => session is not null) ?? transcript.Stem;
    }

    private static bool IsDatabase(SourceFile file) => file.Path.EndsWith(".db", StringComparison.Ordinal);
}
