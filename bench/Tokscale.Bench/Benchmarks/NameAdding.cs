using System.Text;
using BenchmarkDotNet.Attributes;
using Tokscale.Core.Usage;

namespace Tokscale.Bench.Benchmarks;

/// <summary>
/// Turning the names of events (session, project, model) into ids: a dictionary of strings, our table, and our table behind its cache.
/// </summary>
public class NameAdding : LogBenchmark
{
    private const int EventsPerSession = 100;
    private const int BytesPerEvent = 36 + 8 + 24;

    private byte[][] _names = [];

    public override long BytesPerRun => _names.Sum(name => name.Length);

    [Benchmark(Baseline = true)]
    public long DictionaryOfStrings()
    {
        var ids = new Dictionary<string, int>();
        foreach (byte[] name in _names) ids.TryAdd(Encoding.UTF8.GetString(name), ids.Count);
        return ids.Count;
    }

    [Benchmark]
    public long NameTableOnly()
    {
        var names = new NameTable();
        foreach (byte[] name in _names) names.Add(name);
        return names.Count - NamesBefore;
    }

    [Benchmark]
    public long NameCacheBeforeTable()
    {
        var names = new NameTable();
        var cache = new NameCache(names);
        foreach (byte[] name in _names) cache.Add(name);
        return names.Count - NamesBefore;
    }

    /// <summary>An empty table counts the unknown name.</summary>
    private static int NamesBefore => new NameTable().Count;

    protected override void Prepare()
    {
        var random = new Corpus.SeededRandom(seed: 7);
        string[] projects = ["/src/api", "/src/web"], models = ["claude-sonnet-4-5-20250929", "claude-opus-4-5-20251101"];
        var names = new List<byte[]>();
        for (long left = CorpusBytes / BytesPerEvent / EventsPerSession; left >= 0; left--)
        {
            byte[] session = Encoding.UTF8.GetBytes(random.Name(36)), project = Encoding.UTF8.GetBytes(random.Pick<string>(projects));
            byte[] model = Encoding.UTF8.GetBytes(random.Pick<string>(models));
            for (int index = 0; index < EventsPerSession; index++) names.AddRange(session, project, model);
        }
        _names = [.. names];
    }
}
