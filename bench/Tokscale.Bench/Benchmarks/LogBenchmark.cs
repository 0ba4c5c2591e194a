using BenchmarkDotNet.Attributes;
using Tokscale.Bench.Corpus;

namespace Tokscale.Bench.Benchmarks;

/// <summary>
/// Measures on a seeded corpus in a folder of its own. Every benchmark returns what it counted, so that nothing can be
/// left out by the compiler; where all of them count the same, a test holds them to it.
/// </summary>
[Config(typeof(LogBenchmarkConfig))]
public abstract class LogBenchmark
{
    private const ulong Seed = 7;

    /// <summary>Size of the corpus; tests make it small.</summary>
    public long CorpusBytes { get; set; } = 32_000_000;

    /// <summary>False when the methods count different things.</summary>
    public virtual bool HasOneAnswer => true;

    /// <summary>Bytes that one run of a method passes through.</summary>
    public abstract long BytesPerRun { get; }

    /// <summary>The corpus, laid out like a home directory.</summary>
    protected string Home { get; private set; } = string.Empty;

    /// <summary>The sources whose logs are made.</summary>
    protected virtual IReadOnlyList<string> Sources => ["claude"];

    [GlobalSetup]
    public void Setup()
    {
        Home = Directory.CreateTempSubdirectory("tokscale-bench-").FullName;
        new CorpusPlan(CorpusBytes, Seed, Sources.ToDictionary(source => source, _ => 1.0)).Make(Home);
        Prepare();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Finish();
        Directory.Delete(Home, recursive: true);
    }

    /// <summary>Loads what the methods need.</summary>
    protected abstract void Prepare();

    /// <summary>Gives back what <see cref="Prepare"/> opened.</summary>
    protected virtual void Finish()
    {
    }
}
