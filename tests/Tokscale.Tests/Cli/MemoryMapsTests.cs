using System.Text;
using Tokscale.Cli.Hosting;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class MemoryMapsTests
{
    private const string Maps = """
        00400000-00405000 r--p 00000000 fe:00 131 /usr/bin/tokscale
        0f600000-0f621000 rw-p 00000000 00:00 0 [heap]
        7f88b5000000-7f88b5001000 rw-p 00000000 00:00 0 
        7f88b5001000-7f88b5800000 ---p 00000000 00:00 0 
        7f88b5800000-7f88b5821000 rw-p 00000000 00:00 0
        7f88b6000000-7f88b6800000 ---p 00000000 00:00 0 
        7f88b6800000-7f88b6a00000 r-xp 00002000 fe:00 471                     /usr/lib/libc.so.6
        7f88b6a00000-7f88b6b00000 rw-p 00000000 00:00 0
        7f88b6b00000-7f88b6c00000 rw-p 00000000 00:00 0 [stack]

        """;

    [Theory]
    [InlineData(0x7f88b5000000, 0x7f88b5821000)] // Three mappings touch, the fourth does not.
    [InlineData(0x7f88b5801000, 0x7f88b5821000)]
    [InlineData(0x7f88b6001000, 0x7f88b6800000)] // A library follows.
    [InlineData(0x7f88b6a00010, 0x7f88b6b00000)] // A mapping with a name follows.
    public void The_end_is_that_of_the_run_of_unnamed_mappings_the_address_lies_in(long address, long end) =>
        Assert.Equal(end, MemoryMaps.EndOfUnnamed(Encoding.UTF8.GetBytes(Maps), address));

    [Theory]
    [InlineData(0x7f88b5821000)] // Behind the last byte of a mapping.
    [InlineData(0x0f600010)]
    [InlineData(0x7f88b6800010)]
    [InlineData(0)]
    public void What_lies_elsewhere_has_no_end(long address) =>
        Assert.Equal(0, MemoryMaps.EndOfUnnamed(Encoding.UTF8.GetBytes(Maps), address));

    [Fact]
    public void A_cut_or_foreign_text_gives_what_is_sure()
    {
        byte[] maps = Encoding.UTF8.GetBytes(Maps);
        int cut = Maps.IndexOf("7f88b5800000-7f88b5821000", StringComparison.Ordinal);
        for (int length = 0; length <= maps.Length; length++)
        {
            long end = MemoryMaps.EndOfUnnamed(maps.AsSpan(0, length), 0x7f88b5001000);
            Assert.True(end is 0 or 0x7f88b5800000 or 0x7f88b5821000, $"{end:x} at {length}");
            Assert.True(end != 0 || length < cut, $"nothing at {length}");
        }
        Assert.Equal(0, MemoryMaps.EndOfUnnamed("Permission denied"u8, 4096));
    }
}
