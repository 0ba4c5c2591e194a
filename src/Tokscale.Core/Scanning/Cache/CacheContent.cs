using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// The content of a cache file: an index of fixed-size records and text, read at once, and the rows and events of each source,
/// read when they are needed. A file that is not exactly what this build would write is no cache: size, checksums and every
/// reference are checked.
/// </summary>
internal sealed class CacheContent : IDisposable
{
    private readonly SafeFileHandle _file;

    private CacheContent(SafeFileHandle file) => _file = file;

    public required SourceRecord[] Sources { get; init; }
    public required FileRecord[] Files { get; init; }
    public required FolderRecord[] Folders { get; init; }
    public required EntryRecord[] Entries { get; init; }
    public required ProblemRecord[] Problems { get; init; }
    public required DependencyRecord[] Dependencies { get; init; }
    public required TextSpan[] Names { get; init; }
    public required byte[] Text { get; init; }

    public ReadOnlySpan<byte> TextOf(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    public void Dispose() => _file.Dispose();

    /// <summary>Reads the index of a cache file; null when there is none or it is not usable.</summary>
    public static CacheContent? TryRead(string path, ulong build)
    {
        if (!FileStatus.Of(path).IsFile) return null;
        SafeFileHandle? file = null;
        CacheContent? content = null;
        try
        {
            file = FileReader.Open(path);
            return content = TryRead(file, build);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            if (content is null) file?.Dispose();
        }
    }

    /// <summary>The packed rows of a source; null when they cannot be used.</summary>
    public byte[]? RowsOf(in SourceRecord source) => TryReadBytes(source.Rows);

    /// <summary>The rows of a file.</summary>
    /// <param name="rows">Those of its source.</param>
    /// <param name="file">One of its files.</param>
    public PackedRows RowsOf(byte[] rows, in FileRecord file) =>
        new(new ArraySegment<byte>(rows, file.RowBytes.Start, file.RowBytes.Count), file.RowCount, file.RowSpan, Names.Length);

    /// <summary>The billed calls of a source; null when they cannot be used.</summary>
    public PackedEvents? EventsOf(in SourceRecord source) =>
        TryReadBytes(source.Events) is { } bytes ? PackedEvents.OfStored(bytes, Names.Length) : null;

    private static CacheContent? TryRead(SafeFileHandle file, ulong build)
    {
        var header = default(CacheHeader);
        if (RandomAccess.Read(file, CacheHeader.BytesOf(ref header), 0) != Unsafe.SizeOf<CacheHeader>()) return null;
        if (header.Magic != CacheHeader.MagicNumber || header.Build != build || !HasSizeOf(header, RandomAccess.GetLength(file))) return null;
        ulong expected = header.Checksum;
        header.Checksum = 0;
        var checksum = new XxHash3();
        checksum.Append(CacheHeader.BytesOf(ref header));
        long offset = header.IndexOffset;
        var content = new CacheContent(file)
        {
            Sources = ReadSection<SourceRecord>(file, ref offset, header.SourceCount, checksum),
            Files = ReadSection<FileRecord>(file, ref offset, header.FileCount, checksum),
            Folders = ReadSection<FolderRecord>(file, ref offset, header.FolderCount, checksum),
            Entries = ReadSection<EntryRecord>(file, ref offset, header.EntryCount, checksum),
            Problems = ReadSection<ProblemRecord>(file, ref offset, header.ProblemCount, checksum),
            Dependencies = ReadSection<DependencyRecord>(file, ref offset, header.DependencyCount, checksum),
            Names = ReadSection<TextSpan>(file, ref offset, header.NameCount, checksum),
            Text = ReadSection<byte>(file, ref offset, header.TextBytes, checksum),
        };
        return checksum.GetCurrentHashAsUInt64() == expected && content.IsConsistent(header.IndexOffset) ? content : null;
    }

    private static T[] ReadSection<T>(SafeFileHandle file, ref long offset, int count, XxHash3 checksum) where T : unmanaged
    {
        T[] records = GC.AllocateUninitializedArray<T>(count);
        Span<byte> bytes = MemoryMarshal.AsBytes(records.AsSpan());
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(file, bytes[done..], offset + done);
            if (read == 0) throw new EndOfStreamException();
            done += read;
        }
        checksum.Append(bytes);
        offset += bytes.Length;
        return records;
    }

    private byte[]? TryReadBytes(StoredBytes stored)
    {
        try
        {
            var checksum = new XxHash3();
            long offset = stored.Offset;
            byte[] bytes = ReadSection<byte>(_file, ref offset, stored.Count, checksum);
            return checksum.GetCurrentHashAsUInt64() == stored.Checksum ? bytes : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool HasSizeOf(in CacheHeader header, long bytes) =>
        (header.SourceCount | header.FileCount | header.FolderCount | header.EntryCount) >= 0
        && (header.ProblemCount | header.DependencyCount | header.NameCount | header.TextBytes) >= 0
        && header.IndexOffset >= Unsafe.SizeOf<CacheHeader>()
        && bytes == header.IndexOffset
            + (long)header.SourceCount * Unsafe.SizeOf<SourceRecord>()
            + (long)header.FileCount * Unsafe.SizeOf<FileRecord>()
            + (long)header.FolderCount * Unsafe.SizeOf<FolderRecord>()
            + (long)header.EntryCount * Unsafe.SizeOf<EntryRecord>()
            + (long)header.ProblemCount * Unsafe.SizeOf<ProblemRecord>()
            + (long)header.DependencyCount * Unsafe.SizeOf<DependencyRecord>()
            + (long)header.NameCount * Unsafe.SizeOf<TextSpan>()
            + header.TextBytes;

    /// <summary>Every reference points into its section. A checksum proves that a file is whole, not that it was made by us.</summary>
    private bool IsConsistent(long indexOffset)
    {
        foreach (ref readonly SourceRecord source in Sources.AsSpan())
        {
            bool isInside = IsText(source.Id) && IsIn(source.Files, Files.Length) && IsIn(source.Folders, Folders.Length)
                && IsBefore(source.Rows, indexOffset) && IsBefore(source.Events, indexOffset);
            if (!isInside) return false;
            foreach (ref readonly FileRecord file in Files.AsSpan(source.Files.Start, source.Files.Count))
            {
                isInside = IsText(file.Path) && IsText(file.ResumeState)
                    && IsIn(file.RowBytes, source.Rows.Count) && file.RowCount >= 0 && file.RowSpan.IsPossible(Names.Length)
                    && IsIn(file.Problems, Problems.Length) && IsIn(file.Dependencies, Dependencies.Length)
                    && IsName(file.Session) && IsName(file.ParentSession);
                if (!isInside) return false;
            }
        }
        return Array.TrueForAll(Folders, folder => IsText(folder.Path) && IsIn(folder.Entries, Entries.Length))
            && Array.TrueForAll(Entries, entry => IsText(entry.Name))
            && Array.TrueForAll(Names, IsText)
            && Array.TrueForAll(Problems, problem => IsText(problem.Detail))
            && Array.TrueForAll(Dependencies, dependency => IsText(dependency.Path));
    }

    private bool IsText(TextSpan span) => span.Start >= 0 && span.Length >= 0 && span.Start <= Text.Length - span.Length;

    private bool IsName(NameId name) => (uint)name.Index <= (uint)Names.Length;

    private static bool IsIn(RecordSpan span, int count) => span.Start >= 0 && span.Count >= 0 && span.Start <= count - span.Count;

    private static bool IsBefore(StoredBytes stored, long end) =>
        stored.Offset >= 0 && stored.Count >= 0 && stored.Offset <= end - stored.Count;
}
