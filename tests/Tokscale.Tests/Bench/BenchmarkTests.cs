using System.Reflection;
using BenchmarkDotNet.Attributes;
using Tokscale.Bench.Benchmarks;
using Xunit;

namespace Tokscale.Tests.Bench;

public class BenchmarkTests
{
    private const long SmallCorpusBytes = 200_000;

    public static TheoryData<Type> Benchmarks() =>
        new(typeof(LogBenchmark).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LogBenchmark)) && !type.IsAbstract));

    [Theory, MemberData(nameof(Benchmarks))]
    public void Every_benchmark_runs_and_those_that_are_compared_count_the_same(Type type)
    {
        var benchmark = (LogBenchmark)Activator.CreateInstance(type)!;
        benchmark.CorpusBytes = SmallCorpusBytes;
        benchmark.Setup();
        try
        {
            long[] counts = [.. MethodsOf(type).Select(method => (long)method.Invoke(benchmark, null)!)];
            Assert.All(counts, count => Assert.True(count > 0));
            if (benchmark.HasOneAnswer) Assert.Single(counts.Distinct());
            Assert.True(benchmark.BytesPerRun > 0);
        }
        finally
        {
            benchmark.Cleanup();
        }
    }

    [Theory, MemberData(nameof(Benchmarks))]
    public void Every_benchmark_has_a_baseline(Type type) =>
        Assert.Single(MethodsOf(type), method => method.GetCustomAttribute<BenchmarkAttribute>()!.Baseline);

    private static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null);
}
