using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Usage;

public class KeyedDuplicateRuleTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 3)]
    [InlineData(3, 0)]
    public void Of_the_rows_with_one_key_the_first_counts_and_rows_without_a_key_all_count(int seed, int rowsOfFile)
    {
        var random = new RandomRows(seed);
        UsageRow[][] files = [.. Enumerable.Range(0, 20).Select(_ => random.Rows(rowsOfFile))];
        UsageRow[] rows = [.. files.SelectMany(file => file)];
        var seen = new HashSet<UInt128>();
        UsageEvent[] expected = [.. rows.Where(row => row.Key == 0 || seen.Add(row.Key)).Select(row => row.Event)];
        var calls = new EventPacker();
        int dropped = DuplicateRule.EarliestCopy.Resolve([.. files.Select(FileOf)], calls);
        Assert.Equal(expected, calls.Packed);
        Assert.Equal(rows.Length - expected.Length, dropped);
    }

    [Fact]
    public void A_key_that_is_none_has_no_copies_whatever_other_keys_are_like()
    {
        UsageRow[] rows = [Row(0), Row(64), Row(64), Row(0), Row(0)];
        var calls = new EventPacker();
        Assert.Equal(1, DuplicateRule.EarliestCopy.Resolve([FileOf(rows)], calls));
        Assert.Equal(4, calls.Count);
    }

    [Fact]
    public void No_key_that_repeats_is_missed()
    {
        var random = new Random(6);
        UInt128[] keys = [.. Enumerable.Range(0, 5000).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
        var filter = new KeyFilter(keys.Length + 1000);
        foreach (UInt128 key in keys.Concat(keys.Take(1000))) filter.Add(key);
        Assert.All(keys.Take(1000), key => Assert.True(filter.MayRepeat(key)));
        Assert.InRange(keys.Skip(1000).Count(filter.MayRepeat), 0, 1000);
    }

    private static UsageRow Row(ulong key) => new() { Key = key, Event = new UsageEvent { TimestampMs = 1 } };

    private static FileUsage FileOf(UsageRow[] rows)
    {
        var usage = new FileUsage(new SourceFile(SourceRegistry.All[0], "log.jsonl", "", "", default));
        usage.RowsInReading.AddRange(rows);
        return usage;
    }
}
