using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.EditorTasks;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>
/// What a task got back from the newer store counts there, as long as that store has the session; the task's copy has made-up times
/// and no models. Otherwise the first of rows with one key counts.
/// </summary>
internal sealed class ClineDuplicateRule : DuplicateRule
{
    /// <summary>Flag of rows of the newer store.</summary>
    public const int SessionFlag = 1 << 3;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        HashSet<NameId> sessions = SessionsIn(files);
        bool IsInSession(FileUsage file, in UsageRow row) =>
            (row.Flags & EditorTaskParser.WrittenBackFlag) != 0 && sessions.Contains(row.Event.Session);
        return AddFirstCopies(files, [], IsInSession, events);
    }

    private static HashSet<NameId> SessionsIn(IReadOnlyList<FileUsage> files)
    {
        var sessions = new HashSet<NameId>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & SessionFlag) != 0) sessions.Add(row.Event.Session);
            }
        }
        return sessions;
    }
}
