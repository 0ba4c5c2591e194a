namespace Tokscale.Bench.Compare;

/// <summary>One program in one pairing.</summary>
/// <param name="Name">The program.</param>
/// <param name="Version">What it calls itself.</param>
/// <param name="Pairing">The peer of the pairing; us and the peer share it.</param>
/// <param name="Median">Medians over all runs.</param>
/// <param name="TotalTokens">What it counted.</param>
public sealed record Result(string Name, string Version, string Pairing, Measurement Median, long TotalTokens);
