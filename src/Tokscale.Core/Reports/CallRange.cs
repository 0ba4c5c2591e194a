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
        var ranges = new List<(int, IReadOnlyList<UsageEvent>)>[rangeCount];
        for (int index = 0; index < rangeCount; index++) ranges[index] = [];
        double before = 0;
        for (int source = 0; source < scan.Sources.Count; source++)
        {
            foreach ((IReadOnlyList<UsageEvent> calls, double count) in PiecesOf(scan.Sources[source].Events))
            {
                ranges[Math.Min(rangeCount - 1, (int)((before + count / 2) * rangeCount / Math.Max(1, callCount)))].Add((source, calls));
                before += count;
            }
        }
        return [.. ranges.Select(parts => new CallRange(parts))];
    }

    /// <summary>What can be read on its own, and about how many calls it is.</summary>
    private static IEnumerable<(IReadOnlyList<UsageEvent> Calls, double Count)> PiecesOf(IReadOnlyList<UsageEvent> calls)
    {
        if (calls is not PackedEvents { Pieces: { Count: > 1 } pieces } packed) return [(calls, calls.Count)];
        double bytes = pieces.Sum(piece => (double)piece.Count);
        return pieces.Select((piece, index) => ((IReadOnlyList<UsageEvent>)packed.Piece(index), piece.Count / bytes * calls.Count));
    }
}
