using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tokscale.Core.Files;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Scanning.Cache;

/// <summary>
/// The content of a cache file: sections of fixed-size records, read straight into arrays, and one section of text. A file
/// that is not exactly what this build would write is no cache: size, checksum and every reference are checked.
/// </summary>
internal sealed class CacheContent
{
    public required UsageRow[] Rows { get; init; }
    public required FileRecord[] Files { get; init; }
    public required ProblemRecord[] Problems { get; init; }
    public required DependencyRecord[] Dependencies { get; init; }
    public required TextSpan[] Names { get; init; }
    public required byte[] Text { get; init; }

    public ReadOnlySpan<byte> TextOf(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>Reads a cache file; null when there is none or it is not usable.</summary>
    public static CacheContent? TryRead(string path, ulong build)
    {
        try
        {
            if (FileStatus.Of(path).Kind != FileStatus.FileKind.Regular) return null;
            using SafeFileHandle file = FileReader.Open(path);
            return TryRead(file, build);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CacheContent? TryRead(SafeFileHandle file, ulong build)
    {
        var header = default(CacheHeader);
        if (RandomAccess.Read(file, CacheHeader.BytesOf(ref header), 0) != Unsafe.SizeOf<CacheHeader>()) return null;
        if (header.Magic != CacheHeader.MagicNumber || header.Build != build || !HasSizeOf(header, RandomAccess.GetLength(file))) return null;
        ulong expected = header.Checksum;
        header.Checksum = 0;
        var checksum = new XxHash3();
        checksum.Append(CacheHeader.BytesOf(ref header));
        long offset = Unsafe.SizeOf<CacheHeader>();
        var content = new CacheContent
        {
            Rows = ReadSection<UsageRow>(file, ref offset, header.RowCount, checksum),
            Files = ReadSection<FileRecord>(file, ref offset, header.FileCount, checksum),
            Problems = ReadSection<ProblemRecord>(file, ref offset, header.ProblemCount, checksum),
            Dependencies = ReadSection<DependencyRecord>(file, ref offset, header.DependencyCount, checksum),
            Names = ReadSection<TextSpan>(file, ref offset, header.NameCount, checksum),
            Text = ReadSection<byte>(file, ref offset, header.TextBytes, checksum),
        };
        return checksum.GetCurrentHashAsUInt64() == expected && content.IsConsistent() ? content : null;
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

    private static bool HasSizeOf(in CacheHeader header, long bytes) =>
        (header.RowCount | header.FileCount | header.ProblemCount | header.DependencyCount | header.NameCount | header.TextBytes) >= 0
        && bytes == Unsafe.SizeOf<CacheHeader>()
            + (long)header.RowCount * Unsafe.SizeOf<UsageRow>()
            + (long)header.FileCount * Unsafe.SizeOf<FileRecord>()
            + (long)header.ProblemCount * Unsafe.SizeOf<ProblemRecord>()
            + (long)header.DependencyCount * Unsafe.SizeOf<DependencyRecord>()
            + (long)header.NameCount * Unsafe.SizeOf<TextSpan>()
            + header.TextBytes;

    /// <summary>Every reference points into its section. A checksum proves that a file is whole, not that it was made by us.</summary>
    private bool IsConsistent()
    {
        foreach (ref readonly FileRecord file in Files.AsSpan())
        {
            bool isInside = IsText(file.Path) && IsText(file.SourceId) && IsText(file.ResumeState)
                && IsIn(file.Rows, Rows.Length) && IsIn(file.Problems, Problems.Length) && IsIn(file.Dependencies, Dependencies.Length)
                && IsName(file.Session) && IsName(file.ParentSession);
            if (!isInside) return false;
        }
        foreach (ref readonly UsageRow row in Rows.AsSpan())
        {
            bool isNamed = IsName(row.Event.Model) && IsName(row.Event.Provider) && IsName(row.Event.Session)
                && IsName(row.Event.Project) && IsName(row.Event.Agent);
            if (!isNamed) return false;
        }
        return Array.TrueForAll(Names, IsText)
            && Array.TrueForAll(Problems, problem => IsText(problem.Detail))
            && Array.TrueForAll(Dependencies, dependency => IsText(dependency.Path));
    }

    private bool IsText(TextSpan span) => span.Start >= 0 && span.Length >= 0 && span.Start <= Text.Length - span.Length;

    private bool IsName(NameId name) => (uint)name.Index <= (uint)Names.Length;

    private static bool IsIn(RecordSpan span, int count) => span.Start >= 0 && span.Count >= 0 && span.Start <= count - span.Count;
}
