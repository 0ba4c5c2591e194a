using Tokscale.Core.Archiving;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Tests.Archiving;

/// <summary>A home directory, its archive, and what a report over both would count.</summary>
public sealed class ArchivedHome(string path, params string[] sources) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Archive => Path.Join(_folder.Path, "settings", ArchiveFile.Name);

    private ScanRequest Request => new(HomeDirectory.At(path), [.. sources.Select(id => SourceRegistry.Find(id)!)]) { ArchivePath = Archive };

    public IReadOnlyList<ArchiveSourceChange> Update() => ArchiveUpdate.Run(Request, "here", TimeProvider.System).Changes;

    public IReadOnlyList<ArchiveSourceChange> Merge(string file) => ArchiveMerge.Run(Archive, file, "here", TimeProvider.System);

    public ArchiveStatus Status() => ArchiveStatus.Of(Request).Status!;

    public ScanResult Scan() => UsageScan.Run(Request);

    /// <summary>A scan that remembers between runs.</summary>
    public ScanResult ScanCached() => UsageScan.Run(Request with { CacheFolder = Path.Join(_folder.Path, "cache") });

    /// <summary>Every call, in an order of its own, as text that says all of it.</summary>
    public string[] Calls() => CallsOf(Scan());

    /// <summary>As <see cref="Calls"/> without the names of agents, some of which stand only in another log than the call.</summary>
    public string[] CallsOfAnyAgent() => [.. CallsOf(Scan()).Select(WithoutAgent).Order(StringComparer.Ordinal)];

    public static string WithoutAgent(string call)
    {
        string[] parts = call.Split('|');
        parts[AgentIndex] = "";
        return string.Join('|', parts);
    }

    public static string[] CallsOf(ScanResult scan) =>
        [.. scan.Sources.SelectMany(source => source.Events.Select(call => TextOf(source.Source.Id, call, scan.Names))).Order(StringComparer.Ordinal)];

    public long Tokens() => Scan().Sources.Sum(source => source.Events.Sum(call => call.Tokens.Total));

    /// <summary>Every log file of the sources that are scanned.</summary>
    public string[] Logs() => [.. Request.Sources.SelectMany(source => FileFinder.Find(source, Request.Home, []).Files).Select(file => file.Path)];

    public void Dispose() => _folder.Dispose();

    private const int AgentIndex = 6;

    private static string TextOf(string source, UsageEvent call, NameTable names)
    {
        object?[] parts =
        [
            source, call.TimestampMs, names[call.Model], names[call.Provider], names[call.Session], names[call.Project], names[call.Agent],
            call.Tokens, call.Class, call.Messages, call.WebSearches, call.DurationMs, call.IsEstimated, call.IsCostFinal, call.LoggedCostUsd,
            call.LoggedCredits,
        ];
        return string.Join('|', parts);
    }
}
