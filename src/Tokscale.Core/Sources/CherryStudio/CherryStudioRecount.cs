using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;

namespace Tokscale.Core.Sources.CherryStudio;

/// <summary>Second reader of Cherry Studio's transcripts.</summary>
internal sealed class CherryStudioRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        // A file below both folders under the same name: version 2's counts.
        HashSet<string> newer = [.. input.Files.Where(IsVersion2).Select(file => file.RelativePath)];
        return new TranscriptRecount(needsRequestId: true, takesLargestCounters: true)
            .Count(input.Files.Where(file => IsVersion2(file) || !newer.Contains(file.RelativePath)));
    }

    private static bool IsVersion2(SourceFile file) => file.Root.Replace('\\', '/').Contains("/Data/Agents/", StringComparison.Ordinal);
}
