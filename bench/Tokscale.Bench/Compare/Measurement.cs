namespace Tokscale.Bench.Compare;

/// <summary>What one run took.</summary>
/// <param name="Cpu">User and system time of all its threads.</param>
/// <param name="Wall">From start to end.</param>
/// <param name="PeakBytes">Most resident memory; 0 when it was not watched, or the system does not tell.</param>
public readonly record struct Measurement(TimeSpan Cpu, TimeSpan Wall, long PeakBytes = 0)
{
    /// <summary>The median of each time on its own, and the memory of other runs.</summary>
    public static Measurement MedianOf(IReadOnlyList<Measurement> runs, long peakBytes = 0) =>
        new(Median(runs.Select(run => run.Cpu)), Median(runs.Select(run => run.Wall)), peakBytes);

    private static T Median<T>(IEnumerable<T> values) => values.Order().ElementAt(values.Count() / 2);
}
