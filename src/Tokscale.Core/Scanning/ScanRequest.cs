using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Scanning;

/// <summary>What to scan.</summary>
/// <param name="Home">Whose logs.</param>
/// <param name="Sources">Which agents.</param>
public sealed record ScanRequest(HomeDirectory Home, IReadOnlyList<UsageSource> Sources)
{
    /// <summary>Threads that read; 1 reads on the calling thread.</summary>
    public int WorkerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How much is read at once; other values than the default are for tests.</summary>
    public int BlockBytes { get; init; } = LineReader.BlockBytes;

    /// <summary>See <see cref="FileReader.AheadBytes"/>; other values than null, which leaves it to the scan, are for tests.</summary>
    public long? AheadBytes { get; init; }

    /// <summary>Where what was read is remembered between scans; null: nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The archive to read beside the logs; it need not exist. Null: none.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>Further places to look for logs, by the id of the source.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ExtraRoots { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Gives gateways that are asked for without the agents that log their calls those calls, too. False: a source has what
    /// its own logs tell.
    /// </summary>
    public bool AssignsGatewayCalls { get; init; } = true;

    /// <summary>Full paths of the further places of a source.</summary>
    public IReadOnlyList<string> ExtraRootsOf(UsageSource source) =>
        ExtraRoots.TryGetValue(source.Id, out IReadOnlyList<string>? roots) ? [.. roots.Select(Home.Expand)] : [];

    /// <summary>Is told how far the scan is; null: nobody watches.</summary>
    public ScanProgress? Progress { get; init; }
}
