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
            foreach (ref readonly UsageRow row in new PackedRows(bytes, 5, default, nameCount: 7))
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
        Assert.True(packer.Packed.Pieces.Length > 2);
        Assert.Equal(calls.Length, packer.Packed.Count);
        Assert.Equal(calls, packer.Packed);
    }

    [Fact]
    public void A_piece_says_how_many_calls_it_holds_from_when_to_when_and_of_which_session()
    {
        PackedEvents packed = SomeSessions(6);
        foreach (PackedPiece piece in packed.Pieces)
        {
            UsageEvent[] calls = [.. packed.In([piece])];
            Assert.Equal(calls.Length, piece.Count);
            Assert.Equal((calls.Min(call => call.TimestampMs), calls.Max(call => call.TimestampMs)), (piece.Span.FirstMs, piece.Span.LastMs));
            NameId[] sessions = [.. calls.Select(call => call.Session).Distinct()];
            Assert.Equal(sessions.Length == 1 ? sessions[0] : null, piece.Span.Session);
        }
        Assert.Contains(packed.Pieces.ToArray(), piece => piece.Span.Session is null);
        Assert.Contains(packed.Pieces.ToArray(), piece => piece.Span.Session is { IsKnown: true });
    }

    [Fact]
    public void Stored_calls_come_back_with_what_is_known_of_their_pieces_and_no_other_bytes_do()
    {
        PackedEvents packed = SomeSessions(7);
        byte[] stored = [.. packed.Stored().SelectMany(part => part)];
        PackedEvents back = PackedEvents.OfStored(stored, nameCount: int.MaxValue)!;
        Assert.Equal(packed.Pieces.ToArray().Select(WithoutBytes), back.Pieces.ToArray().Select(WithoutBytes));
        Assert.Equal(packed, back);
        Assert.Null(PackedEvents.OfStored(stored, nameCount: 3));
        Assert.Null(PackedEvents.OfStored([.. stored, 0], nameCount: int.MaxValue));
        for (int length = 0; length < 3000; length++) Assert.Null(PackedEvents.OfStored(stored[..length], nameCount: int.MaxValue));
    }

    [Theory]
    [InlineData(8, 0.0)]
    [InlineData(9, 0.3)]
    [InlineData(10, 0.9)]
    public void Calls_that_are_taken_packed_from_rows_are_those_of_the_rows(int seed, double shareLeftOut)
    {
        var random = new Random(seed);
        var rowsOf = new RandomRows(seed);
        var expected = new List<UsageEvent>();
        EventPacker[] packers = [new(), new()];
        for (int file = 0; file < 200; file++)
        {
            UsageRow first = rowsOf.Row();
            // Most rows of a file are alike, and some files begin alike.
            UsageRow[] rows = [.. Enumerable.Range(0, random.Next(90)).Select(_ => random.Next(4) == 0 ? rowsOf.Row() : first)];
            PackedRows packed = PackedRows.Of(rows);
            if (shareLeftOut == 0 && random.Next(2) == 0)
            {
                packers[0].Add(packed);
                expected.AddRange(rows.Select(row => row.Event));
                continue;
            }
            PackedRows.Enumerator walk = packed.GetEnumerator();
            foreach (UsageRow row in rows)
            {
                walk.MoveNext();
                if (random.NextDouble() < shareLeftOut) continue;
                if (random.Next(9) == 0) packers[1].Add(ref walk);
                packers[0].Add(ref walk);
                expected.Add(row.Event);
            }
        }
        Assert.Equal(expected, packers[0].Packed);
        Assert.Equal(expected.Count, packers[0].Count);
        byte[] stored = [.. packers[0].Packed.Stored().SelectMany(part => part)];
        PackedEvents back = PackedEvents.OfStored(stored, nameCount: int.MaxValue)!;
        Assert.Equal(expected, back);
        Assert.True(back.Pieces.Length > 2 && stored.Length < packers[0].Packed.Pieces.ToArray().Sum(piece => piece.Bytes.Count + 64));
        foreach (PackedPiece piece in packers[0].Packed.Pieces)
        {
            UsageEvent[] calls = [.. packers[0].Packed.In([piece])];
            Assert.Equal((calls.Min(call => call.TimestampMs), calls.Max(call => call.TimestampMs)), (piece.Span.FirstMs, piece.Span.LastMs));
            NameId[] sessions = [.. calls.Select(call => call.Session).Distinct()];
            Assert.Equal(sessions.Length == 1 ? sessions[0] : null, piece.Span.Session);
        }
    }

    [Fact]
    public void Names_that_no_table_has_do_not_come_from_rows_of_a_foreign_cache()
    {
        PackedRows rows = PackedRows.Of([.. Enumerable.Range(1, 50).Select(name => new UsageRow { Event = new UsageEvent { Model = new NameId(name) } })]);
        var packer = new EventPacker();
        packer.Add(rows);
        Assert.Equal(Enumerable.Range(1, 50).Select(name => name <= 20 ? name : 0), packer.PackedWith(nameCount: 20).Select(call => call.Model.Index));
    }

    private static PackedPiece WithoutBytes(PackedPiece piece) => piece with { Bytes = default };

    /// <summary>Sessions of one call and of many.</summary>
    private static PackedEvents SomeSessions(int seed)
    {
        var random = new RandomRows(seed);
        var packer = new EventPacker();
        for (int session = 0; session < 300; session++)
        {
            for (int call = 0; call < session % 40 * (session % 7); call++)
                packer.Add(random.Event() with { Session = new NameId(session) });
        }
        return packer.Packed;
    }

    private static (UInt128, long, ulong, ulong, int, UsageEvent) Facts(UsageRow row) =>
        (row.Key, row.Rank, row.Link, row.OtherLink, row.Flags, row.Event);
}
