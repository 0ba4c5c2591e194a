using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>
/// A session counts by the turns in its own log, else by its calls in the log of all sessions, never by both. What a row
/// lacks its session's notes give.
/// </summary>
internal sealed class GrokCopies : DuplicateRule
{
    /// <summary>Rows with one of these are no usage: what a session's folder, summary and signals tell.</summary>
    public const int FolderNote = 1, SummaryNote = 2, SignalsNote = 4;

    /// <summary>The row is from the log of all sessions.</summary>
    public const int CallFlag = 8;

    /// <summary>The row does not state this itself.</summary>
    public const int ModelAssumed = 16, TimeAssumed = 32;

    private const int AnyNote = FolderNote | SummaryNote | SignalsNote;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var sessions = new Dictionary<NameId, Facts>();
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows) Learn(row, sessions);
        }
        var seen = new HashSet<UInt128>();
        int usageCount = 0, countBefore = events.Count;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & AnyNote) != 0) continue;
                usageCount++;
                Facts facts = sessions.GetValueOrDefault(row.Event.Session);
                bool isInTurns = (row.Flags & CallFlag) != 0 && facts.HasTurns;
                if (!isInTurns && seen.Add(row.Key)) events.Add(facts.Complete(row));
            }
        }
        return usageCount - (events.Count - countBefore);
    }

    private static void Learn(in UsageRow row, Dictionary<NameId, Facts> sessions)
    {
        if ((row.Flags & CallFlag) != 0) return;
        Facts facts = sessions.GetValueOrDefault(row.Event.Session);
        if ((row.Flags & AnyNote) == 0) facts.HasTurns = true;
        else facts.Add(row);
        sessions[row.Event.Session] = facts;
    }

    private record struct Facts
    {
        private NameId _folderProject, _summaryProject, _summaryModel, _signalsModel;
        private long _startMs;

        public bool HasTurns;

        public void Add(in UsageRow note)
        {
            switch (note.Flags)
            {
                case FolderNote:
                    _folderProject = note.Event.Project;
                    break;
                case SummaryNote:
                    (_summaryProject, _summaryModel, _startMs) = (note.Event.Project, note.Event.Model, note.Event.TimestampMs);
                    break;
                default:
                    _signalsModel = note.Event.Model;
                    break;
            }
        }

        public readonly UsageEvent Complete(in UsageRow row)
        {
            UsageEvent usage = row.Event;
            NameId model = _signalsModel.IsKnown ? _signalsModel : _summaryModel;
            usage.Project = _summaryProject.IsKnown ? _summaryProject : _folderProject;
            if ((row.Flags & ModelAssumed) != 0 && model.IsKnown) usage.Model = model;
            if ((row.Flags & TimeAssumed) != 0 && _startMs > 0) usage.TimestampMs = _startMs;
            return usage;
        }
    }
}
