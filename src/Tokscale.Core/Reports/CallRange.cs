using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Some of the calls of a scan, in its order, for one of several threads that share a report.</summary>
/// <param name="Parts">The index of a source in the scan, and calls of it.</param>
internal sealed record CallRange(IReadOnlyList<(int Source, IReadOnlyList<UsageEvent> Calls)> Parts)
{
    /// <summary>Below this, starting a thread costs more than it saves.</summary>
    private const int CallsPerRangeMin = 10_000;

    /// <summary>The calls of a scan without those pieces in which none passes a filter.</summary>
    public static CallRange Of(ScanResult scan, EventFilter filter) =>
        new([.. scan.Sources.Select((source, index) => (index, Around(source.Events, filter)))]);

    /// <summary>Divides the calls into ranges that take about as long.</summary>
    /// <param name="countMax">How many ranges at most; there is at least one.</param>
    public CallRange[] Split(int countMax)
    {
        int callCount = Parts.Sum(part => part.Calls.Count);
        int rangeCount = Math.Clamp(callCount / CallsPerRangeMin, 1, Math.Max(1, countMax));
        if (rangeCount == 1) return [this];
        var ranges = new List<(int, IReadOnlyList<UsageEvent>)>[rangeCount];
        for (int index = 0; index < rangeCount; index++) ranges[index] = [];
        long before = 0;
        foreach ((int source, IReadOnlyList<UsageEvent> calls) in Parts)
        {
            if (calls is PackedEvents packed)
            {
                ReadOnlySpan<PackedPiece> pieces = packed.Pieces;
                int start = 0, range = 0;
                for (int end = 0; end <= pieces.Length; end++)
                {
                    int next = end < pieces.Length ? RangeOf(pieces[end].Count) : -1;
                    if (next != range && start < end)
                    {
                        ranges[range].Add((source, packed.In(pieces[start..end].ToArray())));
                        start = end;
                    }
                    range = next;
                }
            }
            else ranges[RangeOf(calls.Count)].Add((source, calls));
        }
        return [.. ranges.Select(parts => new CallRange(parts))];

        int RangeOf(int count)
        {
            long middle = before + count / 2;
            before += count;
            return (int)Math.Min(rangeCount - 1, middle * rangeCount / callCount);
        }
    }

    private static IReadOnlyList<UsageEvent> Around(IReadOnlyList<UsageEvent> calls, EventFilter filter) =>
        calls is PackedEvents packed ? packed.Where(filter.MayAccept) : calls;
}
