using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Scanning;

public class FailedReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_that_throws_costs_its_file_only_and_is_told(bool hasCache)
    {
        using var folder = new TemporaryFolder();
        folder.Write("home/logs/a.log", "sound");
        folder.Write("home/logs/b.log", "odd");
        folder.Write("home/logs/c.log", "sound");
        var request = new ScanRequest(HomeDirectory.At(Path.Join(folder.Path, "home")), [new OddSource()])
        {
            CacheFolder = hasCache ? Path.Join(folder.Path, "cache") : null,
        };

        SourceScan scan = UsageScan.Run(request).Sources[0];

        Assert.Equal([1L, 1L], scan.Events.Select(usage => usage.Tokens.Input));
        Problem problem = Assert.Single(scan.Problems);
        Assert.Equal((ProblemKind.MalformedFile, "b.log"), (problem.Kind, Path.GetFileName(problem.Path)));
        Assert.Contains(nameof(KeyNotFoundException), problem.Detail);
    }

    [Fact]
    public void A_rule_for_copies_that_throws_costs_its_source_only_and_is_told_each_time()
    {
        using var folder = new TemporaryFolder();
        folder.Write("home/logs/a.log", "sound");
        var request = new ScanRequest(HomeDirectory.At(Path.Join(folder.Path, "home")), [new OddSource(), new OddSource("other", new OddRule())])
        {
            CacheFolder = Path.Join(folder.Path, "cache"),
        };
        Thread.Sleep(2_100); // So that the second scan finds the first one's result, had it been kept.
        for (int run = 0; run < 2; run++)
        {
            ScanResult scan = UsageScan.Run(request);
            Assert.Equal([1, 0], scan.Sources.Select(source => source.Events.Count));
            Assert.Contains("its rule failed with InvalidOperationException", Assert.Single(scan.Sources[1].Problems).Detail);
            Assert.Empty(scan.Sources[0].Problems);
        }
    }

    private sealed class OddRule : DuplicateRule
    {
        public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
        {
            events.Add(files[0].Rows);
            throw new InvalidOperationException();
        }
    }

    /// <summary>Its reader trips over one file after it read a call of it.</summary>
    private sealed class OddSource(string id = "odd", DuplicateRule? rule = null) : UsageSource
    {
        public override string Id => id;

        public override DuplicateRule Duplicates => rule ?? DuplicateRule.EarliestCopy;

        public override string Name => "Odd";

        public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, "logs")];

        public override bool IsLog(ReadOnlySpan<char> relativePath) => true;

        public override void Read(SourceFile file, FileReader reader, UsageSink sink)
        {
            sink.Add(new UsageRow { Event = new UsageEvent { Tokens = new TokenCounts(1, 0, 0, 0, 0, 0), Messages = 1 } });
            if (reader.ReadDocument(file).SequenceEqual("odd"u8)) throw new KeyNotFoundException();
        }
    }
}
