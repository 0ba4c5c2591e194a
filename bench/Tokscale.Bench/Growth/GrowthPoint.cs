using Tokscale.Bench.Compare;

namespace Tokscale.Bench.Growth;

/// <summary>What logs of one size take.</summary>
/// <param name="FileCount">Log files.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="Cold">Without a cache.</param>
/// <param name="Warm">Nothing changed since the last run.</param>
public sealed record GrowthPoint(int FileCount, long Bytes, Measurement Cold, Measurement Warm);
