using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CherryStudio;

/// <summary>
/// A transcript that version 2 took over is not read at its old place. A request stands in several lines while it streams;
/// endpoints fill its counters at different times, so the largest of each counts. The ledger has the agents' calls once more.
/// </summary>
internal sealed class CherryStudioRule : DuplicateRule
{
    /// <summary>Where version 2 keeps what version 1 kept in the program's folder itself.</summary>
    public const string NewerFolder = "Data/Agents";

    private readonly KeyedDuplicateRule _copies = new(TranscriptCopies.MergeLargest);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        FileUsage[] transcripts = [.. files.Where(file => !IsLedger(file))];
        HashSet<string> taken = [.. transcripts.Where(IsNewer).Select(file => file.File.RelativePath)];
        ILookup<bool, FileUsage> byCounting = transcripts.ToLookup(file => IsNewer(file) || !taken.Contains(file.File.RelativePath));
        int countBefore = events.Count;
        int dropped = _copies.Resolve([.. byCounting[true]], events) + byCounting[false].Sum(file => file.Rows.Length);
        bool hasTranscripts = events.Count > countBefore;
        bool IsInTranscripts(FileUsage ledger, in UsageRow row) => hasTranscripts && row.Flags == CherryStudioLedger.AgentFlag;
        return dropped + AddFirstCopies(files.Where(IsLedger), [], IsInTranscripts, events);
    }

    private static bool IsLedger(FileUsage file) => file.File.Name == CherryStudioLedger.DatabaseName;

    private static bool IsNewer(FileUsage file) => file.File.Root.Replace('\\', '/').Contains($"/{NewerFolder}/", StringComparison.Ordinal);
}
