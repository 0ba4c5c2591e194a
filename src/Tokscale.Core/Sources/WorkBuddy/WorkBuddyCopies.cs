using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.WorkBuddy;

/// <summary>The database tells only how full a session's context was: it counts where there is no transcript.</summary>
internal sealed class WorkBuddyCopies : DuplicateRule
{
    /// <summary>The row is of the database.</summary>
    public const int DatabaseFlag = 1;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        FileUsage[] transcripts = [.. files.Where(file => !IsDatabase(file))];
        HashSet<NameId> told = [.. transcripts.Select(file => file.Session)];
        foreach (FileUsage transcript in transcripts)
        {
            foreach (ref readonly UsageRow row in transcript.Rows) told.Add(row.Event.Session);
        }
        int dropped = HighestRank.Resolve(transcripts, events);
        foreach (FileUsage database in files.Where(IsDatabase))
        {
            foreach (ref readonly UsageRow row in database.Rows)
            {
                if (!told.Add(row.Event.Session)) dropped++;
                else events.Add(row.Event);
            }
        }
        return dropped;
    }

    private static bool IsDatabase(FileUsage file) => !file.Rows.IsEmpty && file.Rows.First.Flags == DatabaseFlag;
}
