using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Some of the calls of a scan, in its order, for one of several threads that share a report.</summary>
/// <param name="Parts">The index of a source in the scan, and calls of it.</param>
internal sealed record CallRange(IReadOnlyList<(int Source, IReadOnlyList<UsageEvent> Calls)> Parts)
{
    /// <summary>Below this, starting a thread costs more than it saves.</summary>
    private const int CallsPerRangeMin = 10_000;

    /// <summary>Divides the calls of a scan into ranges that take about as long.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="countMax">How many ranges at most; there is at least one.</param>
    public static CallRange[] Split(ScanResult scan, int countMax)
    {
        int callCount = scan.Sources.Sum(source => source.Events.Count);
        int rangeCount = Math.Clamp(callCount / CallsPerRangeMin, 1, Math.Max(1, countMax));
        if (rangeCount == 1) return [Whole(scan)];
        var ranges = new List<(int, IReadOnlyList<UsageEvent>)>[rangeCount];
        for (int index = 0; index < rangeCount; index++) ranges[index] = [];
        long before = 0;
        for (int source = 0; source < scan.Sources.Count; source++)
        {
            foreach (IReadOnlyList<UsageEvent> calls in PiecesOf(scan.Sources[source].Events))
            {
                long middle = before + calls.Count / 2;
                ranges[(int)Math.Min(rangeCount - 1, middle * rangeCount / callCount)].Add((source, calls));
                before += calls.Count;
            }
        }
        return [.. ranges.Select(parts => new CallRange(parts))];
    }

    /// <summary>All calls of a scan.</summary>
    public static CallRange Whole(ScanResult scan) => new([.. scan.Sources.Select((source, index) => (index, source.Events))]);

    /// <summary>What can be read on its own.</summary>
    private static IEnumerable<IReadOnlyList<UsageEvent>> PiecesOf(IReadOnlyList<UsageEvent> calls) =>
        calls is PackedEvents packed ? packed.Pieces : [calls];
}
