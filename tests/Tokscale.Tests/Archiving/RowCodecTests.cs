using System.Runtime.InteropServices;
using Tokscale.Core.Archiving;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Archiving;

public sealed class RowCodecTests
{
    [Fact]
    public void Rows_come_back_as_they_were_in_another_table_of_names()
    {
        var names = new NameTable();
        UsageRow[] rows = Rows(names, seed: 1, count: 2_000);
        var others = new NameTable();
        others.Add("shifts all ids");

        UsageRow[] read = RowDecoder.TryDecode(new RowEncoder(names).Encode(rows).Bytes, others)!;

        Assert.Equal(rows.Select(row => TextOf(row, names)), read.Select(row => TextOf(row, others)));
    }

    [Fact]
    public void Equal_rows_give_equal_bytes_whatever_the_ids_of_names()
    {
        NameTable names = new(), others = new();
        others.Add("shifts all ids");

        byte[] first = new RowEncoder(names).Encode(Rows(names, seed: 2, count: 50)).Bytes;
        byte[] second = new RowEncoder(others).Encode(Rows(others, seed: 2, count: 50)).Bytes;

        Assert.Equal(first, second);
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_give_sensible_rows()
    {
        var names = new NameTable();
        byte[] good = new RowEncoder(names).Encode(Rows(names, seed: 3, count: 40)).Bytes;
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bad = good.ToArray();
            if (round % 3 == 0) bad = bad[..random.Next(bad.Length)];
            for (int change = 0; change < 1 + round % 5 && bad.Length > 0; change++) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            foreach (UsageRow row in RowDecoder.TryDecode(bad, new NameTable()) ?? [])
            {
                TokenCounts tokens = row.Event.Tokens;
                Assert.True(Math.Min(Math.Min(tokens.Input, tokens.Output), Math.Min(tokens.CacheRead, tokens.CacheWrite5m)) >= 0);
                Assert.True(tokens.Total >= 0 && row.Event.Messages >= 0 && row.Event.LoggedCostUsd is null or >= 0);
                DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, row.Event.TimestampMs));
            }
        }
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 0, 0 })] // A later version.
    [InlineData(new byte[] { 1, 0, 1, 0, 0, 0 })] // A row that ends early.
    [InlineData(new byte[] { 1, 0, 0, 0 })] // Something behind the last row.
    [InlineData(new byte[] { 1, 0, 1, 32, 0, 0, 0, 5 })] // A name that is not there.
    [InlineData(new byte[] { 1, 255, 255, 255, 255, 15 })] // More names than bytes.
    public void Bytes_that_no_encoder_wrote_are_refused(byte[] bytes) => Assert.Null(RowDecoder.TryDecode(bytes, new NameTable()));

    private static UsageRow[] Rows(NameTable names, int seed, int count)
    {
        var random = new Random(seed);
        var rows = new UsageRow[count];
        foreach (ref UsageRow row in rows.AsSpan())
        {
            long Some(long max) => random.Next(3) == 0 ? 0 : random.NextInt64(max);
            NameId Name(string kind) => random.Next(4) == 0 ? default : names.Add($"{kind} é {random.Next(9)}");
            row.Key = random.Next(4) == 0 ? 0 : new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
            (row.Rank, row.Link, row.OtherLink, row.Flags) = (Some(99) - 50, (ulong)Some(long.MaxValue), ulong.MaxValue, (int)Some(1 << 30));
            long cacheWrite = Some(1 << 20);
            row.Event = new UsageEvent
            {
                TimestampMs = Some(4_000_000_000_000),
                Tokens = new TokenCounts(Some(1L << 50), Some(99), Some(1 << 20), cacheWrite, Math.Min(cacheWrite, Some(1 << 20)), Some(99)),
                Model = Name("model"),
                Provider = Name("provider"),
                Session = Name("session"),
                Project = Name("project"),
                Agent = Name("agent"),
                Class = new PriceClass((ServiceTier)random.Next(4), random.Next(2) == 0, (InferenceRegion)random.Next(3), random.Next(2) == 0),
                Messages = (int)Some(5),
                WebSearches = (int)Some(5),
                DurationMs = (int)Some(int.MaxValue),
                IsEstimated = random.Next(2) == 0,
                IsCostFinal = random.Next(2) == 0,
                LoggedCostUsd = random.Next(2) == 0 ? null : Some(1_000_000) / 3m,
                LoggedCredits = random.Next(2) == 0 ? null : Some(1_000_000) / 7m,
            };
        }
        return rows;
    }

    private static string TextOf(in UsageRow row, NameTable names)
    {
        UsageEvent usage = row.Event;
        string known = string.Join('|', new[] { usage.Model, usage.Provider, usage.Session, usage.Project, usage.Agent }.Select(id => names[id]));
        UsageRow plain = row with { Event = usage with { Model = default, Provider = default, Session = default, Project = default, Agent = default } };
        return known + Convert.ToHexString(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref plain.Flags, 1))) + plain.Key + plain.Rank + plain.Link
            + plain.OtherLink + plain.Event;
    }
}
