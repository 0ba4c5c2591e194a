using System.Collections.Concurrent;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Tokscale.Bench.Benchmarks;

/// <summary>Throughput: <see cref="LogBenchmark.BytesPerRun"/> by the mean time.</summary>
public sealed class BytesPerSecondColumn : IColumn
{
    private const double BytesPerMb = 1e6;
    private const double NsPerSecond = 1e9;

    /// <summary>The runs happen in other processes; the same seed gives the same size here.</summary>
    private readonly ConcurrentDictionary<string, long> _bytesOfCase = new();

    public string Id => nameof(BytesPerSecondColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Megabytes (10^6 bytes) a second";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "-";
        string key = benchmarkCase.Descriptor.Type.FullName + benchmarkCase.Parameters.DisplayInfo;
        long bytes = _bytesOfCase.GetOrAdd(key, _ => BytesOf(benchmarkCase));
        return (bytes / BytesPerMb / (statistics.Mean / NsPerSecond)).ToString("F0", CultureInfo.InvariantCulture);
    }

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    private static long BytesOf(BenchmarkCase benchmarkCase)
    {
        var benchmark = (LogBenchmark)Activator.CreateInstance(benchmarkCase.Descriptor.Type)!;
        foreach (var parameter in benchmarkCase.Parameters.Items)
        {
            benchmark.GetType().GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value);
        }
        benchmark.Setup();
        long bytes = benchmark.BytesPerRun;
        benchmark.Cleanup();
        return bytes;
    }
}
