using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;

namespace Tokscale.Bench.Benchmarks;

/// <summary>Finding the billed calls among the rows of a source: a set of keys against the source's full rule.</summary>
public class DuplicateResolving : LogBenchmark
{
    private FileUsage[] _usages = [];
    private DuplicateRule _rule = DuplicateRule.EarliestCopy;

    public override long BytesPerRun => _usages.Sum(usage => (long)usage.Rows.Length) * (long)Unsafe.SizeOf<UsageRow>();

    [Benchmark(Baseline = true)]
    public long SetOfKeys()
    {
        var keys = new HashSet<UInt128>();
        foreach (FileUsage usage in _usages)
        {
            foreach (UsageRow row in usage.Rows) keys.Add(row.Key);
        }
        return keys.Count;
    }

    [Benchmark]
    public long FullRule()
    {
        var events = new EventPacker();
        _rule.Resolve(_usages, events);
        return events.Count;
    }

    protected override void Prepare()
    {
        UsageSource source = SourceRegistry.Find(Sources[0])!;
        _rule = source.Duplicates;
        using var reader = new FileReader();
        var names = new NameTable();
        _usages = [.. FileFinder.Find(source, HomeDirectory.At(Home), []).Files.Select(file => Read(file, reader, names))];
    }

    private static FileUsage Read(SourceFile file, FileReader reader, NameTable names)
    {
        var usage = new FileUsage(file);
        file.Source.Read(file, reader, new UsageSink(names, usage));
        usage.UseRows(usage.Rows);
        return usage;
    }
}
