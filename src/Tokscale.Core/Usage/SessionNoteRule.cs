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

    public override int Resolve(IReadOnlyList<FileUsage> files, List<UsageEvent> events)
    {
        int countBefore = events.Count;
        int dropped = copies.Resolve([.. files.Where(file => !IsIndex(file))], events);
        var projects = new Dictionary<NameId, NameId>();
        foreach (FileUsage file in files.Where(IsIndex))
        {
            foreach (ref readonly UsageRow note in file.Rows) projects.TryAdd(note.Event.Session, note.Event.Project);
        }
        if (projects.Count == 0) return dropped;
        for (int index = countBefore; index < events.Count; index++)
        {
            UsageEvent usage = events[index];
            if (!usage.Project.IsKnown && projects.TryGetValue(usage.Session, out NameId project)) events[index] = usage with { Project = project };
        }
        return dropped;
    }

    private static bool IsIndex(FileUsage file) => !file.Rows.IsEmpty && (file.Rows[0].Flags & NoteFlag) != 0;
}
