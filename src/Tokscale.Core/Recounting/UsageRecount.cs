using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Recounting;

/// <summary>
/// Counts the logs a second time with the second readers, on one thread and without a cache, and compares by day, model and
/// session. Only the search for files is shared with the scan.
/// </summary>
public sealed class UsageRecount
{
    /// <summary>Some logs leave the model out, others write this word.</summary>
    private const string NoModel = "unknown";

    private readonly ScanRequest _request;
    private readonly ReportZone _zone;
    private readonly DateRange _days;

    private UsageRecount(ScanRequest request, ReportZone zone, DateRange days) => (_request, _zone, _days) = (request, zone, days);

    /// <summary>Recounts what a scan counted.</summary>
    /// <param name="request">What was scanned, with each source's own calls only.</param>
    /// <param name="scan">What that gave.</param>
    /// <param name="zone">Zone of the days.</param>
    /// <param name="days">The days to compare.</param>
    /// <returns>The sources that have logs.</returns>
    public static IReadOnlyList<SourceRecount> Run(ScanRequest request, ScanResult scan, ReportZone zone, DateRange days)
    {
        var recount = new UsageRecount(request with { Progress = null }, zone, days);
        var results = new List<SourceRecount>();
        SourceScan[] sources = [.. scan.Sources.Where(source => source.FileCount > 0)];
        request.Progress?.Begin(request.Progress.FilesDone + sources.Sum(source => source.FileCount));
        foreach (SourceScan source in sources)
        {
            results.Add(recount.Compare(source, scan.Names));
            for (int file = 0; file < source.FileCount; file++) request.Progress?.Finish(source.FileBytes / source.FileCount);
        }
        return results;
    }

    private SourceRecount Compare(SourceScan scanned, NameTable names)
    {
        SourceRecount first = CompareOnce(scanned, names);
        if (first.Agrees) return first;
        // An agent at work has written on since the scan: both look again, closer together.
        ScanResult again = UsageScan.Run(_request with { Sources = [scanned.Source] });
        return CompareOnce(again.Sources[0], again.Names);
    }

    private SourceRecount CompareOnce(SourceScan scanned, NameTable names)
    {
        var counted = new Dictionary<UsageGroup, GroupFigures>();
        scanned.ForEach((in UsageEvent call) =>
            Add(counted, call.TimestampMs, names[call.Model], names[call.Session], GroupFigures.Of(call)));
        GroupFigures total = Sum(counted.Values);
        var unread = new SourceRecount(scanned.Source, scanned.FileCount, scanned.FileBytes, total, null, []);
        if (scanned.Source.Recount is not { } reader) return unread;
        try
        {
            return Recount(unread, reader, counted);
        }
        catch (Exception error)
        {
            return unread with { Failure = error.GetType().Name }; // A mistake of ours must not cost what is said of other sources.
        }
    }

    private SourceRecount Recount(SourceRecount unread, IRecount reader, Dictionary<UsageGroup, GroupFigures> counted)
    {
        FoundFiles found = FileFinder.Find(unread.Source, _request.Home, _request.ExtraRootsOf(unread.Source));
        var recounted = new Dictionary<UsageGroup, GroupFigures>();
        var filesOf = new Dictionary<UsageGroup, SortedSet<string>>();
        foreach (RecountedCall call in reader.Count(new RecountInput(found.Files, _request.Home)))
        {
            if (Add(recounted, call.TimeMs, call.Model, call.Session, GroupFigures.Of(call)) is not { } group) continue;
            if (!filesOf.TryGetValue(group, out SortedSet<string>? files)) filesOf[group] = files = new(StringComparer.Ordinal);
            files.Add(call.File);
        }
        RecountDifference[] differences =
        [
            .. counted.Keys.Union(recounted.Keys).Order()
                .Where(group => counted.GetValueOrDefault(group) != recounted.GetValueOrDefault(group))
                .Select(group => new RecountDifference(
                    group, counted.GetValueOrDefault(group), recounted.GetValueOrDefault(group),
                    filesOf.TryGetValue(group, out SortedSet<string>? files) ? [.. files] : FilesOf(group.Session, found.Files))),
        ];
        return unread with { Recounted = Sum(recounted.Values), Differences = differences };
    }

    /// <returns>The group that the call fell into; null when it is of another day.</returns>
    private UsageGroup? Add(Dictionary<UsageGroup, GroupFigures> groups, long timeMs, string? model, string? session, GroupFigures figures)
    {
        DateTimeOffset time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(timeMs), _zone.Info);
        var group = new UsageGroup(DateOnly.FromDateTime(time.DateTime), model ?? NoModel, session);
        if (!_days.Contains(group.Day)) return null;
        groups[group] = groups.GetValueOrDefault(group) + figures;
        return group;
    }

    private static GroupFigures Sum(IEnumerable<GroupFigures> figures) =>
        figures.Aggregate(default(GroupFigures), (sum, next) => sum + next);

    /// <summary>Where the second reader saw nothing, a session's file usually has its name.</summary>
    private static string[] FilesOf(string? session, IReadOnlyList<SourceFile> files)
    {
        if (files.Count == 1) return [files[0].Path];
        return session is null ? [] : [.. files.Select(file => file.Path).Where(path => path.Contains(session, StringComparison.Ordinal))];
    }
}
