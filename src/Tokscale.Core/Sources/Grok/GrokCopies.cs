using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>
/// A session counts by the turns in its own log, else by its calls in the log of all sessions, never by both: by calls also where a turn has
/// no counts (<see cref="GrokEmptyTurns"/>). A fork begins with the turns of its parent, which owns them, and what a sub-agent used may be
/// in the turn that waited for it (<see cref="GrokFolds"/>). What a row lacks its session's notes give.
/// </summary>
internal sealed class GrokCopies : DuplicateRule
{
    /// <summary>Rows with one of these are no usage: what a session's folder, summary and signals tell.</summary>
    public const int FolderNote = 1, SummaryNote = 2, SignalsNote = 4;

    /// <summary>The row is from the log of all sessions.</summary>
    public const int CallFlag = 8;

    /// <summary>The row does not state this itself.</summary>
    public const int ModelAssumed = 16, TimeAssumed = 32;

    /// <summary>Rows with one of these are no usage: a sub-agent, whose session they have, was started for a prompt, and was done.</summary>
    public const int SpawnNote = 64, FinishNote = 128;

    /// <summary>The row is no usage: a turn ended without counts, as one does that was cancelled.</summary>
    public const int EmptyTurnNote = 256;

    private const int AnyNote = FolderNote | SummaryNote | SignalsNote | SpawnNote | FinishNote | EmptyTurnNote;

    /// <summary>What tells a prompt or a session in <see cref="UsageRow.Link"/>; 0 for none.</summary>
    public static ulong LinkOf(ReadOnlySpan<byte> id) => id.IsEmpty ? 0 : (ulong)RowKey.Of(id);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var sessions = new Dictionary<NameId, Facts>();
        var folds = new GrokFolds();
        var empty = new GrokEmptyTurns();
        foreach (FileUsage file in files)
        {
            folds.Learn(file);
            empty.Learn(file);
            foreach (ref readonly UsageRow row in file.Rows) Learn(row, sessions);
        }
        var seen = new HashSet<UInt128>();
        var turns = new HashSet<ulong>();
        int usageCount = 0, countBefore = events.Count;
        foreach (FileUsage file in files.OrderBy(file => IsFork(file, sessions)))
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & AnyNote) != 0) continue;
                usageCount++;
                Facts facts = sessions.GetValueOrDefault(row.Event.Session);
                bool isElsewhere = (row.Flags & CallFlag) != 0 && facts.HasTurns && !empty.Hold(row) || folds.Hold(row);
                if (isElsewhere || !seen.Add(row.Key) || (row.OtherLink != 0 && !turns.Add(row.OtherLink))) continue;
                events.Add(facts.Complete(row));
            }
        }
        return usageCount - (events.Count - countBefore);
    }

    private static bool IsFork(FileUsage file, Dictionary<NameId, Facts> sessions) =>
        !file.Rows.IsEmpty && sessions.GetValueOrDefault(file.Rows.First.Event.Session).HasParent;

    private static void Learn(in UsageRow row, Dictionary<NameId, Facts> sessions)
    {
        if ((row.Flags & (CallFlag | SpawnNote | FinishNote | EmptyTurnNote)) != 0) return;
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

        /// <summary>The session was made from another one.</summary>
        public bool HasParent;

        public void Add(in UsageRow note)
        {
            switch (note.Flags)
            {
                case FolderNote:
                    _folderProject = note.Event.Project;
                    break;
                case SummaryNote:
                    (_summaryProject, _summaryModel, _startMs) = (note.Event.Project, note.Event.Model, note.Event.TimestampMs);
                    HasParent = note.Link != 0;
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
