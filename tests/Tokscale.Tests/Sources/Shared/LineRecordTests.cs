using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources.Shared;

public class LineRecordTests
{
    private const int RoundCount = 40;

    private readonly UsageSink _sink = new(new NameTable(), new FileUsage(SomeFile(), []));

    [Fact]
    public void A_transcript_is_read_by_stencils_as_name_by_name_however_it_is_damaged() =>
        AssertEqualReading<TranscriptLine>("\"assistant\"", (_, record) => record);

    [Fact]
    public void A_rollout_is_read_by_stencils_as_name_by_name_however_it_is_damaged() =>
        AssertEqualReading<RolloutLine>("token_count", (line, record) => (record.TimestampMs, record.Ordinal, record.Record, record.Total, record.Last,
            record.Record == RolloutRecord.TokenCount ? 0 : record.PayloadIn(line).Length));

    [Theory]
    [InlineData("{'id':'a','n':1,'type':'assistant','message':{'id':'m','usage':{'input_tokens':7}}}", "{'id':'b','n':1,'type':'assistant','message':{'id':'m2','usage':{'input_tokens':12345678}}}")]
    [InlineData("{'type':'assistant','message':{'id':'m','usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'id':null,'usage':{'input_tokens':null}}}")]
    [InlineData("{'type':'assistant','message':{'id':'m','usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'id':'\\u006d','usage':{'input_tokens':-1}}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7},'content':[]}}", "{'type':'assistant','message':{'usage':{'input_tokens':7},'content':[{'usage':{'input_tokens':9}}]}}")]
    public void A_line_with_other_values_in_the_same_places_fits(string line, string other)
    {
        var reader = new LineRecordReader<TranscriptLine>(isPlain: false);
        // What changes soon is a hole: the third line is the first that may fit.
        foreach (string text in (string[])[line, other, line, other]) AssertReadPlainly(reader, Json(text));
        Assert.InRange(reader.FittedLineCount, 1, 3);
    }

    [Theory]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'user','message':{'usage':{'input_tokens':7}}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'usage':{'input_tokens':7}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'usage':{'input_tokens':7}}}{}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'usage':{'input_tokens':07}}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'usage':{'output_tokens':7}}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7}}}", "{'type':'assistant','message':{'usage':null}}")]
    [InlineData("{'type':'assistant','message':{'usage':{'input_tokens':7,'input_tokens':8}}}", "{'type':'assistant','message':{'usage':{'input_tokens':7,'input_tokens':9}}}")]
    public void A_line_that_is_written_otherwise_is_read_name_by_name(string line, string other)
    {
        var reader = new LineRecordReader<TranscriptLine>(isPlain: false);
        foreach (string text in (string[])[line, other]) AssertReadPlainly(reader, Json(text));
        Assert.Equal(0, reader.FittedLineCount);
    }

    [Fact]
    public void Lines_that_change_their_shape_all_the_time_stop_cutting_stencils()
    {
        var reader = new LineRecordReader<TranscriptLine>(isPlain: false);
        for (int number = 0; number < 500; number++)
        {
            AssertReadPlainly(reader, Json($"{{'x{number}':1,'type':'assistant','message':{{'usage':{{'input_tokens':{number}}}}}}}"));
        }
        Assert.Equal(0, reader.FittedLineCount);
        Assert.InRange(reader.CutCount, 8, 20);
    }

    /// <param name="typicalText">What the lines hold that are tried.</param>
    /// <param name="view">What has to be equal.</param>
    private void AssertEqualReading<T>(string typicalText, Func<byte[], T, object> view) where T : struct, ILineRecord
    {
        byte[][] originals = [.. FixtureLines(typicalText)];
        Assert.InRange(originals.Length, 50, 100_000);
        var reader = new LineRecordReader<T>(isPlain: false);
        var mutator = new Mutator(seed: 5, damagesStructure: true);
        foreach (byte[] line in originals)
        {
            for (int round = 0; round < RoundCount; round++)
            {
                AssertReadPlainly(reader, line, view);
                AssertReadPlainly(reader, mutator.Mutate(line), view);
            }
        }
        Assert.InRange(reader.FittedLineCount, originals.Length * RoundCount / 4, originals.Length * RoundCount * 2);
    }

    private void AssertReadPlainly(LineRecordReader<TranscriptLine> reader, byte[] line) => AssertReadPlainly(reader, line, (_, record) => record);

    private void AssertReadPlainly<T>(LineRecordReader<T> reader, byte[] line, Func<byte[], T, object> view) where T : struct, ILineRecord
    {
        T expected = default, actual = default;
        bool isValid = new LineRecordReader<T>(isPlain: true).TryRead(line, ref expected, _sink, out bool hasRefused);
        Assert.Equal(isValid, reader.TryRead(line, ref actual, _sink, out bool hasActuallyRefused));
        if (!isValid) return;
        Assert.Equal(hasRefused, hasActuallyRefused);
        Assert.Equal(view(line, expected), view(line, actual));
    }

    private static IEnumerable<byte[]> FixtureLines(string typicalText) =>
        from path in Directory.GetFiles(Fixture.Folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from line in File.ReadAllLines(path)
        where line.Contains(typicalText, StringComparison.Ordinal) && line.Length < 4000
        select Encoding.UTF8.GetBytes(line);

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    private static SourceFile SomeFile() =>
        new(SourceRegistry.All[0], "/x.jsonl", "/", "x.jsonl", default);
}
