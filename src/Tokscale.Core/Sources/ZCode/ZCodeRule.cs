using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>Transcripts of sessions that a database has were left behind when the program moved there.</summary>
internal sealed class ZCodeRule : DuplicateRule
{
    private readonly KeyedDuplicateRule _transcripts = new(TranscriptCopies.Merge);

    public static bool IsTranscript(SourceFile file) => file.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        ILookup<bool, FileUsage> byKind = files.ToLookup(file => IsTranscript(file.File));
        var newer = new EventPacker();
        var older = new EventPacker();
        int dropped = EarliestCopy.Resolve([.. byKind[false]], newer) + _transcripts.Resolve([.. byKind[true]], older);
        HashSet<NameId> sessions = [.. newer.Packed.Select(usage => usage.Session)];
        events.Add(newer.Packed);
        foreach (UsageEvent usage in older.Packed)
        {
            if (sessions.Contains(usage.Session)) dropped++;
            else events.Add(usage);
        }
        return dropped;
    }
}
