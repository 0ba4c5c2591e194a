using System.Text;
using BenchmarkDotNet.Attributes;
using Tokscale.Core.Files;

namespace Tokscale.Bench.Benchmarks;

/// <summary>Splitting transcripts into lines: the framework's reader, ours, and ours while it looks for a marker.</summary>
public class LineReading : LogBenchmark
{
    private static readonly LineMarker s_marker = new("_tokens\""u8);

    private readonly FileReader _reader = new();
    private string[] _paths = [];

    public override long BytesPerRun => _paths.Sum(path => new FileInfo(path).Length);

    [Benchmark(Baseline = true)]
    public long StreamReaderLines()
    {
        long count = 0;
        foreach (string path in _paths)
        {
            using var lines = new StreamReader(path, Encoding.UTF8);
            while (lines.ReadLine() is not null) count++;
        }
        return count;
    }

    [Benchmark]
    public long LineReaderLines() => CountLines(marker: null);

    [Benchmark]
    public long LineReaderLinesWithMarker() => CountLines(s_marker);

    protected override void Prepare() => _paths = Directory.GetFiles(Home, "*.jsonl", SearchOption.AllDirectories);

    protected override void Finish() => _reader.Dispose();

    private long CountLines(LineMarker? marker)
    {
        long count = 0;
        foreach (string path in _paths)
        {
            using LineReader lines = _reader.OpenLines(path, marker);
            while (lines.TryRead(out _)) count++;
        }
        return count;
    }
}
