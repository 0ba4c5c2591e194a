using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>Transcripts of sessions that a database has were left behind when the program moved there.</summary>
internal sealed class ZCodeRule : DuplicateRule
{
    private readonly KeyedDuplicateRule _transcripts = new(TranscriptCopies.Merge);

    public static bool IsTranscript(SourceFile file) => file.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override int Resolve(IReadOnlyList<FileUsage> files, List<UsageEvent> events)
    {
        ILookup<bool, FileUsage> byKind = files.ToLookup(file => IsTranscript(file.File));
        int first = events.Count;
        int dropped = EarliestCopy.Resolve([.. byKind[false]], events);
        HashSet<NameId> sessions = [.. events.Skip(first).Select(usage => usage.Session)];
        var older = new List<UsageEvent>();
        dropped += _transcripts.Resolve([.. byKind[true]], older);
        foreach (UsageEvent usage in older)
        {
            if (sessions.Contains(usage.Session)) dropped++;
            else events.Add(usage);
        }
        return dropped;
    }
}
