using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning;

/// <summary>All logs of some sources, read but not yet put together.</summary>
/// <param name="Names">Resolves the ids in the rows.</param>
/// <param name="Sources">In the order in which they were asked for.</param>
/// <param name="StartedNs">When the first file was looked at, UTC nanoseconds since 1970.</param>
internal sealed record LogScan(NameTable Names, IReadOnlyList<SourceLogs> Sources, long StartedNs)
{
    /// <summary>What could not be read, without calls.</summary>
    public ScanResult WithoutCalls() => new(Names, [.. Sources.Select(logs => logs.Conclude([], Names, out _))]);
}
