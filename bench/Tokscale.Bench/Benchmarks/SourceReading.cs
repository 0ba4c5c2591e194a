using BenchmarkDotNet.Attributes;
using Tokscale.Bench.Corpus;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Bench.Benchmarks;

/// <summary>Reading whole logs into usage rows with each source's parser, against reading the bytes alone.</summary>
public class SourceReading : LogBenchmark
{
    private readonly FileReader _reader = new();
    private readonly byte[] _block = new byte[LineReader.BlockBytes];
    private IReadOnlyList<SourceFile> _files = [];

    /// <summary>Sources that both the corpus and the registry know.</summary>
    public static IEnumerable<string> SourceIds =>
        SourceRegistry.All.Select(source => source.Id).Where(id => CorpusPlan.SourceIds.Contains(id));

    [ParamsSource(nameof(SourceIds))]
    public string SourceId { get; set; } = SourceIds.First();

    public override bool HasOneAnswer => false;

    public override long BytesPerRun => _files.Sum(file => file.Status.Bytes);

    protected override IReadOnlyList<string> Sources => [SourceId];

    [Benchmark(Baseline = true)]
    public long BytesOnly()
    {
        long count = 0;
        foreach (SourceFile file in _files)
        {
            using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            for (int read = stream.Read(_block); read > 0; read = stream.Read(_block)) count += read;
        }
        return count;
    }

    [Benchmark]
    public long Rows()
    {
        var names = new NameTable();
        long tokens = 0;
        foreach (SourceFile file in _files)
        {
            var usage = new FileUsage(file);
            file.Source.Read(file, _reader, new UsageSink(names, usage));
            foreach (UsageRow row in usage.Rows) tokens += row.Event.Tokens.Total;
        }
        return tokens;
    }

    protected override void Prepare() => _files = FileFinder.Find(SourceRegistry.Find(SourceId)!, HomeDirectory.At(Home), []).Files;

    protected override void Finish() => _reader.Dispose();
}
