using System.IO.Hashing;
using System.Runtime.InteropServices;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>
/// A session counts once, by the file that was written last, and not at all when the command-line program has counts for the
/// session of that title; else that session tells model and folder.
/// </summary>
internal sealed class DevinDesktopRule : DuplicateRule
{
    /// <summary>The row is a session of the command-line program, no usage.</summary>
    public const int SessionFlag = 1;

    /// <summary>That session's usage is in its own log.</summary>
    public const int CountedFlag = 2;

    /// <summary>The log tells the model.</summary>
    public const int ModelFlag = 4;

    /// <summary>The two programs share nothing but titles. 0: there is none.</summary>
    public static ulong LinkOf(string? title)
    {
        string trimmed = title?.Trim() ?? string.Empty;
        return trimmed.Length == 0 ? 0 : Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(trimmed.AsSpan())));
    }

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var sessions = new Dictionary<ulong, UsageRow>();
        var latest = new Dictionary<NameId, (FileUsage File, long Rank)>();
        int usageCount = 0;
        foreach (FileUsage file in files)
        {
            foreach (UsageRow row in file.Rows)
            {
                if ((row.Flags & SessionFlag) != 0)
                {
                    if (!sessions.TryGetValue(row.Link, out UsageRow known) || row.Flags > known.Flags) sessions[row.Link] = row;
                    continue;
                }
                usageCount++;
                if (!latest.TryGetValue(row.Event.Session, out (FileUsage File, long Rank) other) || row.Rank > other.Rank)
                {
                    latest[row.Event.Session] = (file, row.Rank);
                }
            }
        }
        int countBefore = events.Count;
        foreach ((FileUsage file, _) in latest.Values)
        {
            foreach (UsageRow row in file.Rows)
            {
                if (!sessions.TryGetValue(row.Link, out UsageRow session)) events.Add(row.Event);
                else if ((session.Flags & CountedFlag) == 0) events.Add(WithFacts(row, session.Event));
            }
        }
        return usageCount - (events.Count - countBefore);
    }

    private static UsageEvent WithFacts(in UsageRow row, in UsageEvent session)
    {
        UsageEvent usage = row.Event;
        bool isToldByLog = (row.Flags & ModelFlag) != 0;
        if (session.Model.IsKnown && !isToldByLog) usage.Model = session.Model;
        if (session.Provider.IsKnown && !isToldByLog) usage.Provider = session.Provider;
        usage.Project = session.Project;
        return usage;
    }
}
