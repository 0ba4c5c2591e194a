using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Core.Files;

/// <summary>Reads log files into reused buffers. One instance a worker; what it hands out lives until its next call.</summary>
public sealed class FileReader : IDisposable
{
    /// <summary>Documents are held in memory while they are read; no agent writes larger ones.</summary>
    public const int DocumentBytesMax = 512 << 20;

    private const int DocumentBytesMin = 64 << 10;

    /// <summary>A document's buffer above this is given back at once.</summary>
    private const int KeptDocumentBytes = 8 << 20;

    private readonly LineReader _lines;
    private readonly Dictionary<string, HashSet<string>> _namesInFolder = [];
    private byte[] _document = [];
    private SourceFolder? _lastFolder;
    private OpenFolder? _openFolder;
    private object? _folderFacts;

    /// <param name="blockBytes">How much is read at once; other values than the default are for tests.</param>
    public FileReader(int blockBytes = LineReader.BlockBytes) => _lines = new LineReader(blockBytes);

    /// <summary>
    /// Logs changed since then, UTC nanoseconds since 1970, are expected to grow, so that a later scan may go on in them: see
    /// <see cref="HashComplete"/>. Null: none.
    /// </summary>
    internal long? GrowingSinceNs { get; init; }

    /// <summary>Where more than this has to be read of a log, a thread of its own finds the lines: see <see cref="LinesAhead"/>.</summary>
    internal long AheadBytes { get; init; } = long.MaxValue;

    /// <summary>Opens a file for reading line by line. Dispose the reader before the next call.</summary>
    /// <param name="file">The log.</param>
    /// <param name="marker">Bytes that every line of interest holds; see <see cref="LogLine.HasMarker"/>. Null: none.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    /// <param name="resume">Where to go on in a file that has grown; null: at the start.</param>
    public LineReader OpenLines(SourceFile file, LineMarker? marker = null, ResumePoint? resume = null)
    {
        // What was appended since the file was found belongs to the next scan: the cache knows the file as it was then.
        _lines.Open(OpenInFolder(file), file.Status.Bytes, marker);
        if (resume is not null) _lines.SkipTo(resume.Offset, resume.LineNumber);
        if (file.Status.Bytes - (resume?.Offset ?? 0) > AheadBytes) _lines.FindAhead();
        return _lines;
    }

    /// <inheritdoc cref="OpenLines(SourceFile, LineMarker?, ResumePoint?)"/>
    public LineReader OpenLines(string path, LineMarker? marker = null)
    {
        var file = new OpenFile(path);
        _lines.Open(file, file.Bytes, marker);
        return _lines;
    }

    /// <summary>
    /// The hash of the complete lines that were read of a log, for <see cref="ResumePoint.PrefixHash"/>; null when the log is not
    /// expected to grow, or has changed. Call it before the lines are closed.
    /// </summary>
    internal ulong? HashComplete(SourceFile file) => file.Status.ModifiedNs >= GrowingSinceNs ? _lines.HashComplete(file.Status) : null;

    /// <summary>
    /// As <see cref="OpenLines(SourceFile, LineMarker?, ResumePoint?)"/>, for a file of one or more zstd frames. Damaged frames end the lines;
    /// see <see cref="LineReader.Damage"/>.
    /// </summary>
    public LineReader OpenZstdLines(SourceFile file, LineMarker? marker = null) => OpenZstdLines(file, marker, mayEndInFrame: false);

    /// <summary>
    /// As <see cref="OpenZstdLines(SourceFile, LineMarker?)"/> when the file begins like a zstd frame, whatever its name; else as plain text.
    /// The last frame may still be written.
    /// </summary>
    public LineReader OpenPlainOrZstdLines(SourceFile file, LineMarker? marker = null) =>
        BeginsLikeZstd(file.Path) ? OpenZstdLines(file, marker, mayEndInFrame: true) : OpenLines(file, marker);

    private LineReader OpenZstdLines(SourceFile file, LineMarker? marker, bool mayEndInFrame)
    {
        _lines.Open(new ZstdLogStream(new FileStream(Open(file.Path), FileAccess.Read, bufferSize: 0), mayEndInFrame), marker);
        return _lines;
    }

    /// <summary>Opens a log that stands in a database, as plain text or as zstd frames.</summary>
    /// <param name="log">The log's bytes; they are not copied.</param>
    /// <param name="marker">See <see cref="OpenLines(SourceFile, LineMarker?, ResumePoint?)"/>.</param>
    public LineReader OpenPlainOrZstdLines(byte[] log, LineMarker? marker = null)
    {
        var text = new MemoryStream(log, writable: false);
        _lines.Open(ZstdValue.BeginsLikeOne(log) ? new ZstdLogStream(text) : text, marker);
        return _lines;
    }

    /// <summary>
    /// Reads a whole document; a byte order mark is left out, and so is what a power loss can leave before or behind it: bytes that
    /// were never written and read as NULs.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than <see cref="DocumentBytesMax"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public ReadOnlySpan<byte> ReadDocument(SourceFile file) => WithoutMark(Written(ReadAll(OpenInFolder(file), file.Status.Bytes)));

    /// <inheritdoc cref="ReadDocument(SourceFile)"/>
    public ReadOnlySpan<byte> ReadDocument(string path) => WithoutMark(Written(ReadAll(new OpenFile(path), 0)));

    /// <summary>Reads a whole table without its byte order mark: NULs at its end are rows that were lost.</summary>
    /// <inheritdoc cref="ReadDocument(SourceFile)"/>
    public ReadOnlySpan<byte> ReadTable(SourceFile file) => WithoutMark(ReadAll(OpenInFolder(file), file.Status.Bytes));

    /// <param name="opened">Is closed.</param>
    /// <param name="expectedBytes">How long it was a moment ago; 0 when that is not known.</param>
    private ReadOnlySpan<byte> ReadAll(OpenFile opened, long expectedBytes)
    {
        using OpenFile file = opened;
        Reserve(expectedBytes + 1, kept: 0);
        int length = file.Read(_document, 0);
        // A read that ends where the file was known to end has read all of it; else we have to ask where the end is.
        if (length != expectedBytes) length = ReadRest(file, length);
        return _document.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> document) =>
        document.StartsWith("\uFEFF"u8) ? document["\uFEFF"u8.Length..] : document;

    /// <summary>The document without NULs before and behind it. A file of nothing else stays: it has lost something, unlike an empty one.</summary>
    private static ReadOnlySpan<byte> Written(ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> blanks = " \t\r\n\0"u8;
        int start = document.Length - document.TrimStart(blanks).Length, end = document.TrimEnd(blanks).Length;
        if (start >= end) return document;
        if (!document[..start].Contains((byte)0)) start = 0;
        if (!document[end..].Contains((byte)0)) end = document.Length;
        return document[start..end];
    }

    private int ReadRest(OpenFile file, int length)
    {
        long bytes = file.Bytes;
        Reserve(bytes, kept: length);
        while (length < bytes)
        {
            int read = file.Read(_document.AsSpan(length, (int)bytes - length), length);
            if (read == 0) break; // It was cut while we read.
            length += read;
        }
        return length;
    }

    private void Reserve(long bytes, int kept)
    {
        if (bytes > DocumentBytesMax) throw new IOException($"larger than {DocumentBytesMax >> 20} MB");
        if (_document.Length >= bytes && _document.Length is > 0 and <= KeptDocumentBytes) return;
        byte[] old = _document;
        if (kept == 0) GiveBack(old);
        _document = bytes > KeptDocumentBytes ? ArrayPool<byte>.Shared.Rent((int)bytes) : NewBuffer((int)bytes, old.Length);
        if (kept == 0) return;
        old.AsSpan(0, kept).CopyTo(_document);
        GiveBack(old);

        static void GiveBack(byte[] buffer)
        {
            if (buffer.Length > KeptDocumentBytes) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The pool would round up to a power of two. Large logs are read first, so the first buffer is nearly always the last.
    private static byte[] NewBuffer(int bytes, int before) =>
        GC.AllocateUninitializedArray<byte>(Math.Clamp(before + before / 2, Math.Max(bytes, DocumentBytesMin), KeptDocumentBytes));

    /// <summary>
    /// Names of the files and folders in a folder; none when it cannot be listed. The listing is kept, for sources that look
    /// beside each of many small files.
    /// </summary>
    public IReadOnlySet<string> NamesIn(string folder)
    {
        if (_namesInFolder.TryGetValue(folder, out HashSet<string>? names)) return names;
        names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder)) names.Add(Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            names.Clear(); // Nearly always because there is no such folder.
        }
        return _namesInFolder[folder] = names;
    }

    /// <summary>What a source works out once for all the files of a folder, while they are read one after the other.</summary>
    public T? FactsOfFolder<T>(SourceFile file, Func<SourceFile, T?> workOut) where T : class
    {
        if (file.Folder is null || !ReferenceEquals(file.Folder, _lastFolder)) return workOut(file);
        if (_folderFacts is T known) return known;
        T? facts = workOut(file);
        _folderFacts = facts;
        return facts;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _openFolder?.Dispose();
    }

    /// <summary>Opens a log. From the second log of a folder on, they are opened by their names in it.</summary>
    private OpenFile OpenInFolder(SourceFile file)
    {
        if (file.Folder is null) return new OpenFile(file.Path);
        if (!ReferenceEquals(file.Folder, _lastFolder))
        {
            _openFolder?.Dispose();
            (_lastFolder, _openFolder, _folderFacts) = (file.Folder, null, null);
            return new OpenFile(file.Path);
        }
        if (_openFolder is null)
        {
            _openFolder = new OpenFolder(file.Folder.Path);
            _openFolder.PrepareForLooks();
        }
        return _openFolder.Open(file.Name);
    }

    private static bool BeginsLikeZstd(string path)
    {
        using var file = new OpenFile(path);
        Span<byte> start = stackalloc byte[ZstdValue.MagicBytes];
        return ZstdValue.BeginsLikeOne(start[..file.Read(start, 0)]);
    }

    /// <summary>As <see cref="OpenFile"/>, for users that need a handle of .NET's.</summary>
    internal static SafeFileHandle Open(string path) => path.Contains('\0')
        ? throw new FileNotFoundException($"Could not find file '{path}'.", path)
        : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
