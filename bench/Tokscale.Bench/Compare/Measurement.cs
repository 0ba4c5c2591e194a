namespace Tokscale.Bench.Compare;

/// <summary>What one run took.</summary>
/// <param name="Cpu">User and system time of all its threads.</param>
/// <param name="Wall">From start to end.</param>
/// <param name="PeakBytes">Most resident memory; 0 when it was not watched, or the system does not tell.</param>
public readonly record struct Measurement(TimeSpan Cpu, TimeSpan Wall, long PeakBytes)
{
    /// <summary>The median of each time on its own.</summary>
    public static Measurement MedianOf(IReadOnlyList<Measurement> runs) => new(
        Median(runs.Select(run => run.Cpu)), Median(runs.Select(run => run.Wall)), PeakBytes: 0);

    private static T Median<T>(IEnumerable<T> values) => values.Order().ElementAt(values.Count() / 2);
}
