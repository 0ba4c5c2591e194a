using System.Buffers.Text;

namespace Tokscale.Cli.Hosting;

/// <summary>Reads what Linux tells of a process's memory in /proc/self/maps; see proc_pid_maps(5).</summary>
internal static class MemoryMaps
{
    /// <summary>Where the unbroken run of mappings ends that an address lies in and that have neither a file nor a name.</summary>
    /// <param name="maps">The file's text; may be cut.</param>
    /// <returns>The first address behind them; 0 when the address lies in none of them.</returns>
    public static long EndOfUnnamed(ReadOnlySpan<byte> maps, long address)
    {
        long end = 0;
        foreach (Range range in maps.Split((byte)'\n'))
        {
            if (!TryRead(maps[range], out long from, out long to, out bool isUnnamed)) break;
            if (isUnnamed && (end == 0 ? from <= address && address < to : from == end)) end = to;
            else if (end != 0) break;
        }
        return end;
    }

    // 7f2c40000000-7f2c40021000 rw-p 00000000 00:00 0
    private static bool TryRead(ReadOnlySpan<byte> line, out long from, out long to, out bool isUnnamed)
    {
        isUnnamed = line.TrimEnd((byte)' ').EndsWith(" 00:00 0"u8);
        to = 0;
        return Utf8Parser.TryParse(line, out from, out int length, 'x') && length < line.Length && line[length] == '-'
            && Utf8Parser.TryParse(line[(length + 1)..], out to, out _, 'x');
    }
}
