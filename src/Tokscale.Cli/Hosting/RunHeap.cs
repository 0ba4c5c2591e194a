using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tokscale.Cli.Hosting;

/// <summary>
/// Prepares the collector's heap for a run of a few milliseconds, of which the system's work for pages that are touched for the first time
/// would be a fifth: docs/decisions/heap.md.
/// </summary>
internal static partial class RunHeap
{
    /// <summary>Small objects and large ones that a run may make before the collector starts. A gigabyte of logs needs less.</summary>
    private const long SmallObjectBytes = 40 << 20, LargeObjectBytes = 32 << 20;

    private const long LeastMemoryBytes = 256 << 20, LeastLimitBytes = 2L << 30;

    // asm-generic/mman.h, mman-common.h and resource.h; these are the same on x64 and arm64.
    private const int ReadAndWrite = 3, DoDump = 17, LargePages = 14, Collapse = 25, DataLimit = 2, AddressSpaceLimit = 9;

    private const long LargePageBytes = 2 << 20;

    /// <summary>How much of the heap is made usable at once; small objects and the first 32 MB of large ones lie in it.</summary>
    private const long UsableBytes = 128 << 20;

    /// <summary>
    /// How much of it gets large pages: what every run needs. A virtual machine that gives free memory back to its host within seconds
    /// pays for each large page like for 512 small ones, and much more, when it takes it again.
    /// </summary>
    private const long LargePagesBytes = 8 << 20;

    /// <summary>To be called early; changes nothing that a run counts or prints. Does nothing where memory is scarce.</summary>
    public static void Prepare()
    {
        // With larger small pages a large one has 32 MB and more, most of which would stay empty.
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || Environment.SystemPageSize != 4096) return;
        // The collector knows the limits of a container, but not those of a shell; where it is refused memory that it was promised, it fails.
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < LeastMemoryBytes || IsLimited(DataLimit) || IsLimited(AddressSpaceLimit)) return;
        if (!TryUseLargePages()) return;
        GC.TryStartNoGCRegion(SmallObjectBytes + LargeObjectBytes, LargeObjectBytes, disallowFullBlockingGC: true);
    }

    /// <returns>False when the system does not give the memory.</returns>
    private static bool TryUseLargePages()
    {
        byte[] maps = new byte[32 << 10];
        long address = AddressOf(maps);
        long start = address & -LargePageBytes;
        long end = Math.Min(start + UsableBytes, MemoryMaps.EndOfUnnamed(maps.AsSpan(0, ReadMaps(maps)), address)) & -LargePageBytes;
        if (end <= start) return false;
        // The collector asks for its memory in steps of 64 KB, each of which would be a mapping of its own, too small for a large page.
        if (Protect((nint)start, (nuint)(end - start), ReadAndWrite) != 0) return false;
        _ = Advise((nint)start, (nuint)(end - start), DoDump);
        _ = Advise((nint)start, (nuint)Math.Min(LargePagesBytes, end - start), LargePages);
        _ = Advise((nint)start, (nuint)LargePageBytes, Collapse); // Objects made so far are moved into the first one.
        return true;
    }

    private static bool IsLimited(int resource) =>
        GetLimit(resource, out ResourceLimit limit) != 0 || limit.Current is >= 0 and < LeastLimitBytes;

    private static unsafe long AddressOf(object value) => *(long*)Unsafe.AsPointer(ref value);

    private static int ReadMaps(byte[] target)
    {
        try
        {
            using var file = File.OpenHandle("/proc/self/maps");
            int length = 0;
            while (length < target.Length && RandomAccess.Read(file, target.AsSpan(length), length) is > 0 and var read) length += read;
            return length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary><c>struct rlimit</c>; -1 stands for no limit.</summary>
    private readonly record struct ResourceLimit(long Current, long Most);
}
