namespace Tokscale.Bench.Compare;

/// <summary>One program at one piece of work.</summary>
/// <param name="Name">The program.</param>
/// <param name="Version">What it calls itself.</param>
/// <param name="Work">What it did.</param>
/// <param name="Median">Medians over all runs.</param>
/// <param name="TotalTokens">What it counted; null when the work counts nothing.</param>
public sealed record Result(string Name, string Version, Workload Work, Measurement Median, long? TotalTokens)
{
    public bool IsOurs => Name == Work.Ours.Name;
}
