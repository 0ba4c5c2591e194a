using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Accounts;

/// <summary>An export that somebody who is logged in has not fetched for long, so that reports lack what came since.</summary>
/// <param name="Source">Whose export.</param>
/// <param name="Days">Its age; null when none was fetched yet.</param>
public sealed record StaleExport(UsageSource Source, int? Days)
{
    /// <summary>Over this age it is worth a line: most people look at a week or a month.</summary>
    private static readonly TimeSpan s_ageMax = TimeSpan.FromDays(7);

    /// <summary>How it stands with the export; follows "the usage".</summary>
    public string State => Days is { } days ? $"was fetched {days} days ago" : "has not been fetched yet";

    /// <summary>The command line that fetches it.</summary>
    public string Remedy => $"tokscale {Source.Id} sync";

    /// <summary>The stale exports of a user. Opens no file.</summary>
    public static IEnumerable<StaleExport> Of(HomeDirectory home, IEnumerable<UsageSource> sources, DateTimeOffset now)
    {
        foreach (UsageSource source in sources)
        {
            if (source.Export is not { } export || new CredentialsFile(home, export).Current is null) continue;
            TimeSpan? age = now - new ExportFolder(home, export).LastFetched;
            if (age is null || age > s_ageMax) yield return new StaleExport(source, age?.Days);
        }
    }
}
