using System.Text.Json;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Sources.Claude;
using Tokscale.Tests.Cli;
using Xunit;

namespace Tokscale.Tests.Recounting;

public class DifferenceTests
{
    [Fact]
    public void A_difference_tells_where_to_look()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        SourceRecount recount = Assert.Single(Recount(fixture, new BlindReader(), default));

        Assert.Equal((4, 0), (recount.Counted.Calls, recount.Recounted!.Value.Calls));
        RecountDifference first = recount.Differences[0];
        Assert.Equal(("claude-opus-4-5-20251101", 1, 0), (first.Group.Model, first.Counted.Calls, first.Recounted.Calls));
        Assert.EndsWith($"{first.Group.Session}.jsonl", Assert.Single(first.Files));
    }

    [Fact]
    public void A_source_without_a_second_reader_is_not_said_to_agree()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        SourceRecount recount = Assert.Single(Recount(fixture, null, default));

        Assert.Null(recount.Recounted);
        Assert.Empty(recount.Differences);
    }

    [Fact]
    public void Differences_of_other_days_do_not_matter()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        SourceRecount recount = Assert.Single(Recount(fixture, new BlindReader(), DateRange.Year(2020)));

        Assert.Empty(recount.Differences);
    }

    [Fact]
    public void Differences_fit_the_schema_too()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        var scan = new ScanResult(new(), []);
        var envelope = new JsonEnvelope("verify", ReportZone.Utc, CliRun.Now, 1) { Diagnostics = ScanDiagnostics.Of(scan) };
        SourceRecount[] recounts =
        [
            .. Recount(fixture, new BlindReader(), default), .. Recount(fixture, null, default), .. Recount(fixture, new FailingReader(), default),
        ];
        string schema = Path.Join(Fixture.RepositoryFolder(), "docs", "schema", "verify.schema.json");

        using JsonDocument document = JsonDocument.Parse(JsonText.Write(json => VerifyJson.Write(json, recounts, envelope)));

        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(schema));
        Assert.Empty(SchemaCheck.Errors(document.RootElement, expected.RootElement));
        Assert.False(document.RootElement.GetProperty("agrees").GetBoolean());
    }

    [Fact]
    public void A_second_reader_that_fails_is_told_and_does_not_agree()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        SourceRecount recount = Assert.Single(Recount(fixture, new FailingReader(), default));

        Assert.Equal((nameof(KeyNotFoundException), null, false), (recount.Failure, recount.Recounted, recount.Agrees));
    }

    private static IReadOnlyList<SourceRecount> Recount(Fixture fixture, IRecount? reader, DateRange days)
    {
        var request = new ScanRequest(HomeDirectory.At(fixture.Home), [new OtherReader(new ClaudeSource(), reader)]);
        return UsageRecount.Run(request, UsageScan.Run(request), ReportZone.Utc, days);
    }

    private sealed class BlindReader : IRecount
    {
        public IEnumerable<RecountedCall> Count(RecountInput input) => [];
    }

    private sealed class FailingReader : IRecount
    {
        public IEnumerable<RecountedCall> Count(RecountInput input) => throw new KeyNotFoundException();
    }

    /// <summary>A source with another second reader.</summary>
    private sealed class OtherReader(UsageSource source, IRecount? reader) : UsageSource
    {
        public override string Id => source.Id;

        public override string Name => source.Name;

        public override IReadOnlyList<SourceRoot> Roots => source.Roots;

        public override IRecount? Recount => reader;

        public override bool IsLog(ReadOnlySpan<char> relativePath) => source.IsLog(relativePath);

        public override void Read(SourceFile file, FileReader reader, UsageSink sink) => source.Read(file, reader, sink);
    }
}
