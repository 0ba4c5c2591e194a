using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Usage;

public class PackedRowsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    public void Rows_come_back_as_they_were_packed(int count)
    {
        UsageRow[] rows = new RandomRows(1).Rows(count);
        PackedRows packed = PackedRows.Of(rows);
        Assert.Equal((count, count == 0), (packed.Length, packed.IsEmpty));
        Assert.Equal(rows.Select(Facts), packed.ToArray().Select(Facts));
    }

    [Fact]
    public void Each_row_can_be_read_by_its_place_alone()
    {
        UsageRow[] rows = new RandomRows(2).Rows(300);
        PackedRows packed = PackedRows.Of(rows);
        var places = new List<int>();
        PackedRows.Enumerator walk = packed.GetEnumerator();
        for (int index = 0; walk.MoveNext(); index++)
        {
            places.Add(walk.Place);
            Assert.Equal(rows[index].Key, walk.Key);
            UsageRow row = rows[index];
            Assert.Equal(new RowMarks(row.Key, row.Rank, row.Link, row.OtherLink, row.Flags), walk.Marks);
        }
        Assert.Equal(rows.Length, places.Count);
        for (int index = rows.Length - 1; index >= 0; index--) Assert.Equal(Facts(rows[index]), Facts(packed.At(places[index])));
        Assert.Equal(Facts(rows[0]), Facts(packed.First));
    }

    [Fact]
    public void Files_that_were_packed_after_one_another_keep_apart()
    {
        var random = new RandomRows(3);
        var packer = new RowPacker();
        UsageRow[][] files = [.. Enumerable.Range(0, 400).Select(file => random.Rows(file % 50))];
        PackedRows[] packed = [.. files.Select(rows => packer.Pack(rows))];
        for (int file = 0; file < files.Length; file++) Assert.Equal(files[file].Select(Facts), packed[file].ToArray().Select(Facts));
    }

    [Fact]
    public void Bytes_that_are_no_rows_end_somewhere()
    {
        var random = new Random(4);
        for (int run = 0; run < 2000; run++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            int count = 0;
            foreach (ref readonly UsageRow row in new PackedRows(bytes, 5, nameCount: 7))
            {
                count++;
                Assert.InRange(row.Event.Session.Index, 0, 7);
            }
            Assert.InRange(count, 0, bytes.Length);
        }
    }

    [Fact]
    public void Calls_come_back_in_their_order_however_many()
    {
        var random = new RandomRows(5);
        UsageEvent[] calls = [.. Enumerable.Range(0, 20_000).Select(_ => random.Event())];
        var packer = new EventPacker();
        packer.Add(calls);
        Assert.True(packer.Packed.Pieces.Count() > 2);
        Assert.All(packer.Packed.Pieces, piece => Assert.Equal(piece.Count, piece.Count(_ => true)));
        Assert.Equal(calls.Length, packer.Packed.Count);
        Assert.Equal(calls, packer.Packed);
    }

    private static (UInt128, long, ulong, ulong, int, UsageEvent) Facts(UsageRow row) =>
        (row.Key, row.Rank, row.Link, row.OtherLink, row.Flags, row.Event);
}
