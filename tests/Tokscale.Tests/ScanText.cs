using Tokscale.Core.Scanning;

namespace Tokscale.Tests;

/// <summary>All that a scan says, to be compared with what another one says.</summary>
public static class ScanText
{
    /// <summary>A line for each call, and one for each problem.</summary>
    public static IReadOnlyList<string> Of(ScanResult scan) =>
    [
        .. scan.Sources.SelectMany(source => source.Events.Select(usage => string.Join(' ',
            source.Source.Id, usage.TimestampMs, usage.Tokens, scan.Names[usage.Model], scan.Names[usage.Provider], scan.Names[usage.Session],
            scan.Names[usage.Project], scan.Names[usage.Agent], usage.Class, usage.Messages, usage.WebSearches, usage.DurationMs, usage.LoggedCostUsd))),
        .. scan.Sources.SelectMany(source => source.Problems.Select(problem => problem.ToString())),
    ];
}
