using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Usage;

public class PackCursorTests
{
    public static TheoryData<long> Numbers() =>
    [
        .. Enumerable.Range(0, 64).Select(bit => 1L << bit).SelectMany(power => new[] { power - 1, power, power + 1, -power }).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_read_as_it_was_written_wherever_it_stands(long number)
    {
        foreach (int countBehind in (int[])[0, 1, 3, 20])
        {
            byte[] bytes = new byte[200];
            var writer = new PackWriter(bytes);
            writer.Number(300);
            writer.Number(number);
            writer.Signed(number);
            for (int index = 0; index < countBehind; index++) writer.Number(255);
            var cursor = new PackCursor(bytes.AsSpan(0, writer.Length), offset: 2);
            Assert.Equal((number, number), (cursor.Number(), cursor.Signed()));
            for (int index = 0; index < countBehind; index++) Assert.Equal(255, cursor.Number());
            Assert.Equal(writer.Length, cursor.Offset);
        }
    }

    [Fact]
    public void Behind_the_end_every_number_is_zero_and_nothing_moves()
    {
        var cursor = new PackCursor([1, 0x80], offset: 0);
        Assert.Equal((1, 0, 0), (cursor.Number(), cursor.Number(), cursor.Number()));
        Assert.Equal(2, cursor.Offset);
    }
}
