using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Bench.Benchmarks;

/// <summary>Taking <c>message.usage.output_tokens</c> out of every line of a transcript, prompts and tool results passed over.</summary>
public class JsonReading : LogBenchmark
{
    private const int MessageDepth = 1, UsageDepth = 2, CounterDepth = 3;

    private byte[][] _lines = [];

    public override long BytesPerRun => _lines.Sum(line => line.Length);

    [Benchmark(Baseline = true)]
    public long Utf8JsonReaderSum()
    {
        long sum = 0;
        foreach (byte[] line in _lines)
        {
            var json = new Utf8JsonReader(line);
            while (json.Read())
            {
                if (json.TokenType is not JsonTokenType.PropertyName) continue;
                bool isOnTheWay = json.CurrentDepth == MessageDepth && json.ValueTextEquals("message"u8)
                    || json.CurrentDepth == UsageDepth && json.ValueTextEquals("usage"u8);
                bool isCounter = json.CurrentDepth == CounterDepth && json.ValueTextEquals("output_tokens"u8);
                json.Read();
                if (isCounter) sum += json.GetInt64();
                else if (!isOnTheWay) json.Skip();
            }
        }
        return sum;
    }

    [Benchmark]
    public long JsonCursorSum()
    {
        long sum = 0;
        foreach (byte[] line in _lines)
        {
            var json = new JsonCursor(line);
            if (!TryEnter(ref json, "message"u8)) continue;
            if (!TryEnter(ref json, "usage"u8)) continue;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("output_tokens"u8)) sum += json.ReadCount() ?? 0;
                else json.SkipValue();
            }
        }
        return sum;
    }

    protected override void Prepare()
    {
        using var reader = new FileReader();
        var lines = new List<byte[]>();
        foreach (string path in Directory.GetFiles(Home, "*.jsonl", SearchOption.AllDirectories))
        {
            using LineReader file = reader.OpenLines(path);
            while (file.TryRead(out LogLine line)) lines.Add(line.Bytes.ToArray());
        }
        _lines = [.. lines];
    }

    /// <summary>Enters the object and moves to the value of a field.</summary>
    private static bool TryEnter(ref JsonCursor json, ReadOnlySpan<byte> field)
    {
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is(field) && json.Peek() == JsonKind.Object) return true;
            json.SkipValue();
        }
        return false;
    }
}
