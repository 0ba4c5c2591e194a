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

    /// <summary>The two programs share nothing but titles. 0: there is none.</summary>
    public static ulong LinkOf(string? title)
    {
        string trimmed = title?.Trim() ?? string.Empty;
        return trimmed.Length == 0 ? 0 : Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(trimmed.AsSpan())));
    }

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var sessions = new Dictionary<ulong, UsageRow>();
        var latest = new Dictionary<UInt128, UsageRow>();
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
                if (!latest.TryGetValue(row.Key, out UsageRow other) || row.Rank > other.Rank) latest[row.Key] = row;
            }
        }
        int countBefore = events.Count;
        foreach (UsageRow row in latest.Values)
        {
            if (!sessions.TryGetValue(row.Link, out UsageRow session)) events.Add(row.Event);
            else if ((session.Flags & CountedFlag) == 0) events.Add(WithFacts(row.Event, session.Event));
        }
        return usageCount - (events.Count - countBefore);
    }

    private static UsageEvent WithFacts(UsageEvent usage, in UsageEvent session)
    {
        if (session.Model.IsKnown) usage.Model = session.Model;
        if (session.Provider.IsKnown) usage.Provider = session.Provider;
        usage.Project = session.Project;
        return usage;
    }
}
