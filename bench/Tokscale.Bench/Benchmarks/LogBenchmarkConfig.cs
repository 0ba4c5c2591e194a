using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;

namespace Tokscale.Bench.Benchmarks;

/// <summary>What every benchmark reports besides its time: bytes a second and allocations.</summary>
public sealed class LogBenchmarkConfig : ManualConfig
{
    public LogBenchmarkConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(new BytesPerSecondColumn());
    }
}
