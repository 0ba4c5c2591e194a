using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>A stretch of the cache's text section.</summary>
internal readonly record struct TextSpan(int Start, int Length);

/// <summary>A stretch of one of the cache's record sections.</summary>
internal readonly record struct RecordSpan(int Start, int Count);

/// <summary>One log file in the cache. Written as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileRecord
{
    /// <summary>Records are sorted by this.</summary>
    public ulong PathHash;
    public TextSpan Path, SourceId;
    public FileStatus Status;

    /// <summary>When the file was looked at, UTC nanoseconds since 1970; a change in the two seconds before may not show.</summary>
    public long ReadAtNs;
    public RecordSpan Rows, Problems, Dependencies;
    public int CopiesLeftOut;
    public NameId Session, ParentSession;

    /// <summary>0: the file has to be read from its start when it changed.</summary>
    public long ResumeOffset;
    public long ResumeLine;
    public ulong ResumeHash;
    public TextSpan ResumeState;
}

/// <summary>One problem of a file in the cache.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProblemRecord
{
    public ProblemKind Kind;
    public int Count;

    /// <summary>0: none.</summary>
    public long FirstLine;
    public TextSpan Detail;
}

/// <summary>One file that another one depends on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DependencyRecord
{
    public TextSpan Path;
    public FileStatus Status;
}

/// <summary>What stands first in the cache file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CacheHeader
{
    public ulong Magic;

    /// <summary>The program that wrote it: another build may read logs differently.</summary>
    public ulong Build;
    public int RowCount, FileCount, ProblemCount, DependencyCount, NameCount, TextBytes;

    /// <summary>Of this header with 0 here, and of everything behind it.</summary>
    public ulong Checksum;

    /// <summary>"TOKCACH1", read as a number.</summary>
    public const ulong MagicNumber = 0x31_4843_4143_4B4F54;

    public static Span<byte> BytesOf(ref CacheHeader header) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref header, 1));
}
