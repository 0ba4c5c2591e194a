using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>A stretch of the cache's text section.</summary>
internal readonly record struct TextSpan(int Start, int Length);

/// <summary>A stretch of one of the cache's record sections.</summary>
internal readonly record struct RecordSpan(int Start, int Count)
{
    public int End => Start + Count;
}

/// <summary>Where in the cache file bytes lie that are read only when they are needed, and their own checksum.</summary>
internal readonly record struct StoredBytes(long Offset, int Count, ulong Checksum);

/// <summary>One source in the cache. Written as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SourceRecord
{
    public TextSpan Id;

    /// <summary>In the order of the scan, which is by path.</summary>
    public RecordSpan Files;

    /// <summary>Folders that were searched.</summary>
    public RecordSpan Folders;

    /// <summary>Rows of all files, packed: so many bytes.</summary>
    public StoredBytes Rows;

    /// <summary>The billed calls that the rows came to, packed: so many bytes.</summary>
    public StoredBytes Events;

    public int DuplicatesDropped;

    /// <summary>The archive when <see cref="Events"/> were put together; 0: there was none.</summary>
    public long ArchiveState;

    /// <summary>1 when the archive added something to them.</summary>
    public int HasHistory;

    /// <summary>1 when <see cref="Events"/> is what <see cref="Files"/> say; 0 when some file could not be kept.</summary>
    public int IsComplete;
}

/// <summary>One log file in the cache. Written as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileRecord
{
    public TextSpan Path;
    public FileStatus Status;

    /// <summary>When the file was looked at, UTC nanoseconds since 1970; a change in the two seconds before may not show.</summary>
    public long ReadAtNs;

    /// <summary>Within the packed rows of its source.</summary>
    public RecordSpan RowBytes;

    /// <summary>From when to when the calls of the rows are.</summary>
    public CallSpan RowSpan;
    public int RowCount;
    public RecordSpan Problems, Dependencies;
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

/// <summary>One searched folder in the cache.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FolderRecord
{
    public TextSpan Path;
    public FileStatus Status;
    public long ListedAtNs;
    public RecordSpan Entries;
}

/// <summary>One entry of a searched folder.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EntryRecord
{
    public TextSpan Name;
    public bool IsFolder, IsLink;
}

/// <summary>What stands first in the cache file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CacheHeader
{
    public ulong Magic;

    /// <summary>The program that wrote it: another build may read logs differently.</summary>
    public ulong Build;

    /// <summary>Where the index begins: everything that every scan needs. Before it lie the rows and events of each source.</summary>
    public long IndexOffset;
    public int SourceCount, FileCount, FolderCount, EntryCount, ProblemCount, DependencyCount, NameCount, TextBytes;

    /// <summary>Of this header with 0 here, and of the index.</summary>
    public ulong Checksum;

    /// <summary>"TOKCACH4", read as a number.</summary>
    public const ulong MagicNumber = 0x34_4843_4143_4B4F54;

    public static Span<byte> BytesOf(ref CacheHeader header) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref header, 1));
}
