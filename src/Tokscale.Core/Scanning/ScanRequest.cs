using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Scanning;

/// <summary>What to scan.</summary>
/// <param name="Home">Whose logs.</param>
/// <param name="Sources">Which agents.</param>
public sealed record ScanRequest(HomeDirectory Home, IReadOnlyList<IUsageSource> Sources)
{
    /// <summary>Threads that read; 1 reads on the calling thread.</summary>
    public int WorkerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How much is read at once; other values than the default are for tests.</summary>
    public int BlockBytes { get; init; } = LineReader.BlockBytes;

    /// <summary>Where what was read is remembered between scans; null: nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The archive to read beside the logs; it need not exist. Null: none.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>Further places to look for logs, by the id of the source.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ExtraRoots { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Is told how far the scan is; null: nobody watches.</summary>
    public ScanProgress? Progress { get; init; }
}
