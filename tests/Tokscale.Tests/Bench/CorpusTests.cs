using System.Text.Json;
using Tokscale.Bench.Corpus;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Bench;

public class CorpusTests
{
    private const long CorpusBytes = 2_000_000;

    public static TheoryData<string> SourceIds() => new(CorpusPlan.SourceIds);

    [Theory, MemberData(nameof(SourceIds))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others(string source)
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        using var other = new TemporaryFolder();
        Make(first.Path, source, seed: 1);
        Make(second.Path, source, seed: 1);
        Make(other.Path, source, seed: 2);
        Assert.Equal(ContentOf(first.Path), ContentOf(second.Path));
        Assert.NotEqual(ContentOf(first.Path), ContentOf(other.Path));
    }

    [Theory, MemberData(nameof(SourceIds))]
    public void Every_record_is_valid_json(string source)
    {
        using var home = new TemporaryFolder();
        Make(home.Path, source, seed: 1);
        foreach (string path in Directory.GetFiles(home.Path, "*.json*", SearchOption.AllDirectories))
        {
            string[] records = path.EndsWith("l", StringComparison.Ordinal) ? File.ReadAllLines(path) : [File.ReadAllText(path)];
            foreach (string record in records) using (JsonDocument.Parse(record)) { }
        }
    }

    [Theory, MemberData(nameof(SourceIds))]
    public void A_scan_counts_what_the_corpus_truly_holds(string source)
    {
        using var home = new TemporaryFolder();
        CorpusTruth truth = Make(home.Path, source, seed: 1);
        ScanResult scan = UsageScan.Run(new ScanRequest(HomeDirectory.At(home.Path), [SourceRegistry.Find(source)!]));
        Assert.Equal(truth.MessageCount, scan.Sources[0].Events.Sum(usage => usage.Messages));
        Assert.Equal(truth.TotalTokens, scan.Sources[0].Events.Sum(usage => usage.Tokens.Total));
        Assert.Equal(truth.Totals, CorpusTruth.Load(home.Path).Totals.ToDictionary(total => total.Key, total => total.Value with
        {
            Tokens = total.Value.Tokens with { CacheWrite1h = truth.Totals[total.Key].Tokens.CacheWrite1h },
        }));
    }

    private static CorpusTruth Make(string home, string source, ulong seed) =>
        new CorpusPlan(CorpusBytes, seed, new Dictionary<string, double> { [source] = 1 }).Make(home);

    private static Dictionary<string, UInt128> ContentOf(string home) =>
        Directory.GetFiles(home, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(home, path), path => RowKey.Of(File.ReadAllBytes(path)));
}
