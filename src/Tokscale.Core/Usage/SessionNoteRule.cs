using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Usage;

/// <summary>
/// For agents that keep the folders of all sessions in one index: its entries are read as notes, and give their project to
/// sessions whose own files do not tell it. Copies are left to another rule.
/// </summary>
/// <param name="copies">The rule for the files that are no index.</param>
public sealed class SessionNoteRule(DuplicateRule copies) : DuplicateRule
{
    private const int NoteFlag = 1 << 30;

    /// <summary>Adds an index entry. A file holds either notes or usage.</summary>
    public static void AddNote(UsageSink sink, NameId session, NameId project)
    {
        if (!session.IsKnown || !project.IsKnown) return;
        sink.Usage.RowsInReading.Add(new UsageRow { Flags = NoteFlag, Event = new UsageEvent { Session = session, Project = project } });
    }

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var projects = new Dictionary<NameId, NameId>();
        foreach (FileUsage file in files.Where(IsIndex))
        {
            foreach (ref readonly UsageRow note in file.Rows) projects.TryAdd(note.Event.Session, note.Event.Project);
        }
        FileUsage[] logs = [.. files.Where(file => !IsIndex(file))];
        if (projects.Count == 0) return copies.Resolve(logs, events);
        var calls = new EventPacker();
        int dropped = copies.Resolve(logs, calls);
        foreach (UsageEvent usage in calls.Packed)
        {
            bool isNoted = !usage.Project.IsKnown & projects.TryGetValue(usage.Session, out NameId project);
            events.Add(isNoted ? usage with { Project = project } : usage);
        }
        return dropped;
    }

    private static bool IsIndex(FileUsage file) => !file.Rows.IsEmpty && (file.Rows.First.Flags & NoteFlag) != 0;
}
