using Tokscale.Core.Files;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>The logs of one source, read but not yet put together.</summary>
/// <param name="Source">The agent.</param>
/// <param name="Found">Where they were found.</param>
/// <param name="Files">What each holds, by path.</param>
internal sealed record SourceLogs(IUsageSource Source, FoundFiles Found, IReadOnlyList<FileUsage> Files)
{
    /// <summary>Makes billed calls of rows.</summary>
    /// <param name="counted">The files to count: those of the logs, and perhaps more.</param>
    /// <param name="names">The names of the rows.</param>
    public SourceScan Conclude(IReadOnlyList<FileUsage> counted, NameTable names)
    {
        var events = new EventPacker();
        int dropped = Source.Duplicates.Resolve(counted, events) + counted.Sum(usage => usage.CopiesLeftOut);
        return SourceScan.Of(Source, Found, events.PackedWith(names.Count - 1), dropped, Files.SelectMany(usage => usage.Problems));
    }
}
