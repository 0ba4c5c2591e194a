using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>
/// For agents that keep sessions in a database, and some of them in transcripts too: what a database has of a session is its bill.
/// </summary>
internal sealed class TranscriptsBesideDatabase : DuplicateRule
{
    private readonly KeyedDuplicateRule _transcripts = new(TranscriptCopies.Merge);

    /// <summary>The file is a transcript, and no database.</summary>
    public static bool IsTranscript(SourceFile file) => file.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        ILookup<bool, FileUsage> byKind = files.ToLookup(file => IsTranscript(file.File));
        var ofDatabases = new EventPacker();
        var ofTranscripts = new EventPacker();
        int dropped = EarliestCopy.Resolve([.. byKind[false]], ofDatabases) + _transcripts.Resolve([.. byKind[true]], ofTranscripts);
        HashSet<NameId> sessions = [.. ofDatabases.Packed.Select(usage => usage.Session).Where(session => session.IsKnown)];
        events.Add(ofDatabases.Packed);
        foreach (UsageEvent usage in ofTranscripts.Packed)
        {
            if (sessions.Contains(usage.Session)) dropped++;
            else events.Add(usage);
        }
        return dropped;
    }
}
