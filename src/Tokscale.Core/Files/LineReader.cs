using System.Buffers;
using Tokscale.Core.Scanning;

namespace Tokscale.Core.Files;

/// <summary>
/// Splits a file into lines at line feeds, and only there: other separators of Unicode may stand raw inside JSON strings.
/// Reads the file as long as it was when it was found, so that a log that is being written to ends somewhere.
/// </summary>
public sealed class LineReader : IDisposable
{
    /// <summary>Fits the second-level cache: larger blocks are slower.</summary>
    public const int BlockBytes = 256 << 10;

    /// <summary>Longest line that is read. Real lines reach 10 MB (images in base64); longer ones are damage and are passed over.</summary>
    public const int LineBytesMax = 128 << 20;

    /// <summary>
    /// What may stand around a record. A crash may leave a run of NULs where the file system had reserved room.
    /// </summary>
    internal static ReadOnlySpan<byte> Blanks => " \t\r\0"u8;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly int _blockBytes;
    private byte[] _buffer;
    private OpenFile? _file;
    private Stream? _stream;
    private LinesAhead? _ahead;
    private LineMarker? _marker;
    private readonly Dictionary<LineMarker, LineHeads> _headsByMarker = [];
    private LineHeads? _heads;
    private long _fileOffset, _fileBytes;
    private int _lineStart, _scanned, _bufferEnd;
    private long _lineNumber;
    private bool _hasMarker, _isRuledOut, _isPassingOver, _hasNuls, _isAtEnd;

    /// <param name="blockBytes">How much is read at once; other values than the default are for tests.</param>
    internal LineReader(int blockBytes = BlockBytes)
    {
        _blockBytes = blockBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(blockBytes);
    }

    /// <summary>Bytes of the file up to the end of the last complete line that was read.</summary>
    public long CompleteBytes { get; private set; }

    /// <summary>Complete lines that were read, blank ones too.</summary>
    public long CompleteLineCount { get; private set; }

    /// <summary>The last line had no end: whatever it gave may change.</summary>
    public bool EndedTorn { get; private set; }

    /// <summary>Lines over <see cref="LineBytesMax"/> that were passed over so far.</summary>
    public int OversizedLineCount { get; private set; }

    /// <summary>Lines of nothing but NULs, as crashes leave them, that were passed over so far.</summary>
    public int NulLineCount { get; private set; }

    /// <summary>Why a compressed file ended before its end; null when it did not. Complete after the last line was read.</summary>
    public string? Damage => (_stream as ZstdLogStream)?.Damage;

    /// <param name="file">Is closed by <see cref="Dispose"/>.</param>
    /// <param name="bytes">How much of it is read.</param>
    /// <param name="marker">See <see cref="FileReader.OpenLines(SourceFile, LineMarker?, ResumePoint?)"/>.</param>
    internal void Open(OpenFile file, long bytes, LineMarker? marker)
    {
        Reset(marker);
        _file = file;
        _fileBytes = bytes;
    }

    /// <summary>Passes over the part of a freshly opened file that was read before.</summary>
    internal void SkipTo(long offset, long lineNumber)
    {
        _fileOffset = CompleteBytes = offset;
        _lineNumber = CompleteLineCount = lineNumber;
    }

    internal void Open(Stream stream, LineMarker? marker)
    {
        Reset(marker);
        _stream = stream;
    }

    /// <summary>Lets another thread find the lines of the freshly opened file. Counts are complete when all lines were read.</summary>
    internal void FindAhead()
    {
        _ahead = new LinesAhead(this, _buffer, _blockBytes);
        _ahead.Start();
    }

    /// <summary>
    /// The hash of the file up to <see cref="CompleteBytes"/>; null when it cannot be told, or when the file is not what it was.
    /// </summary>
    /// <param name="status">Of the file when it was found.</param>
    internal ulong? HashComplete(FileStatus status)
    {
        // A file that changed meanwhile may have been hashed with other bytes than were read: so its status is asked afterwards.
        if (_file is not { } file || PrefixHash.Of(file, CompleteBytes) is not { } hash) return null;
        return file.Status == status ? hash : null;
    }

    /// <summary>The next line that is not blank.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="IOException">The file cannot be read any further.</exception>
    public bool TryRead(out LogLine line) => _ahead is null ? TryFind(out line) : _ahead.TryTake(out line);

    /// <summary>As <see cref="TryRead"/>, in the thread that finds the lines.</summary>
    internal bool TryFind(out LogLine line)
    {
        while (true)
        {
            bool hasEnd = TryFindLineEnd(out int lineEnd);
            if (!hasEnd && !_isAtEnd)
            {
                _isAtEnd = !TryFill();
                continue;
            }
            bool isLast = !hasEnd;
            if (isLast && _lineStart == _bufferEnd && !_isPassingOver)
            {
                line = default;
                return false;
            }
            ReadOnlySpan<byte> bytes = TakeLine(isLast ? _bufferEnd : lineEnd);
            if (_isRuledOut && _marker!.IsInTail(bytes)) (_isRuledOut, _hasMarker) = (false, true);
            bool hasMarker = _hasMarker || _marker is null, isRuledOut = _isRuledOut, hasNuls = _hasNuls;
            if (isLast) EndedTorn = true;
            else CompleteLine(lineEnd + 1 - _lineStart);
            StartLine(isLast ? _bufferEnd : lineEnd + 1);
            if (bytes.IsEmpty)
            {
                if (hasNuls) NulLineCount++;
                continue;
            }
            line = new LogLine(bytes, _lineNumber, hasMarker, isLast, hasNuls, isRuledOut);
            return true;
        }
    }

    /// <summary>Closes the file; the buffer stays with the reader.</summary>
    public void Dispose()
    {
        Close();
        if (_buffer.Length <= 2 * _blockBytes) return;
        // A huge line is rare; its buffer would stay for the whole scan.
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(_blockBytes);
    }

    private void Close()
    {
        _ahead?.Dispose();
        _file?.Dispose();
        _stream?.Dispose();
        (_ahead, _file, _stream) = (null, null, null);
    }

    private void Reset(LineMarker? marker)
    {
        Close();
        _heads = marker?.Test is { } test ? HeadsOf(marker, test) : null;
        _marker = marker;
        (_fileOffset, _fileBytes, _lineNumber, _bufferEnd) = (0, 0, 0, 0);
        OversizedLineCount = NulLineCount = 0;
        (CompleteBytes, CompleteLineCount, EndedTorn, _isAtEnd) = (0, 0, false, false);
        StartLine(0);
    }

    private void StartLine(int start)
    {
        _lineStart = _scanned = start;
        _hasMarker = _isRuledOut = _isPassingOver = _hasNuls = false;
    }

    private void CompleteLine(int lineBytes)
    {
        CompleteBytes += lineBytes;
        CompleteLineCount++;
    }

    private LineHeads HeadsOf(LineMarker marker, LineMarker.HeadTest test)
    {
        if (_headsByMarker.TryGetValue(marker, out LineHeads? known)) return known;
        return _headsByMarker[marker] = new LineHeads(test);
    }

    /// <summary>False when a line has no marker after all: its head told that it has, which is not looked at again.</summary>
    public bool HoldsMarker(in LogLine line) => _marker is null || _marker.IsIn(line.Bytes);

    private LineInterest InterestOf(ReadOnlySpan<byte> text) =>
        _heads is null || text.Length < LineMarker.HeadBytes ? LineInterest.Unknown : _heads.InterestOf(text[..LineMarker.HeadBytes]);

    private bool TryFindLineEnd(out int lineEnd)
    {
        if (_scanned == _lineStart && _marker is not null)
        {
            // What a head tells must not depend on where a block happens to end.
            if (_heads is not null && !_isAtEnd && _bufferEnd - _lineStart < LineMarker.HeadBytes)
            {
                lineEnd = -1;
                return false;
            }
            LineInterest interest = InterestOf(_buffer.AsSpan(_lineStart, _bufferEnd - _lineStart));
            _hasMarker = interest == LineInterest.Likely;
            _isRuledOut = interest == LineInterest.None;
        }
        bool isMarkerWanted = _marker is not null && !_hasMarker && !_isRuledOut;
        while (_scanned < _bufferEnd)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_scanned, _bufferEnd - _scanned);
            int found = isMarkerWanted ? _marker!.IndexOfEndNulOrMarker(rest)
                : _hasNuls ? rest.IndexOf((byte)'\n')
                : LineEnd.IndexOfEndOrNul(rest);
            if (found < 0) break;
            lineEnd = _scanned + found;
            if (_buffer[lineEnd] == '\n') return true;
            if (_buffer[lineEnd] == 0)
            {
                _hasNuls = true;
                int run = rest[found..].IndexOfAnyExcept((byte)0);
                _scanned = run < 0 ? _bufferEnd : lineEnd + run;
                continue;
            }
            _hasMarker = true;
            isMarkerWanted = false;
            _scanned = lineEnd;
        }
        // A marker may be cut by the end of the block: the next search starts where it could begin.
        _scanned = isMarkerWanted ? Math.Max(_lineStart, _bufferEnd - LineMarker.BytesMax) : _bufferEnd;
        lineEnd = -1;
        return false;
    }

    private ReadOnlySpan<byte> TakeLine(int lineEnd)
    {
        _lineNumber++;
        if (_isPassingOver || lineEnd - _lineStart > LineBytesMax)
        {
            OversizedLineCount++;
            return default;
        }
        ReadOnlySpan<byte> line = _buffer.AsSpan(_lineStart, lineEnd - _lineStart);
        if (line.IsEmpty || (line[0] is > (byte)' ' and < 0x7F && line[^1] > ' ')) return line;
        if (line.StartsWith(ByteOrderMark)) line = line[ByteOrderMark.Length..];
        return line.Trim(Blanks);
    }

    /// <summary>Reads the next block behind the unfinished line. False at the end of the file.</summary>
    private bool TryFill()
    {
        if (_bufferEnd - _lineStart > LineBytesMax)
        {
            _isPassingOver = true;
            CompleteBytes += _bufferEnd - _lineStart;
            _lineStart = _scanned = _bufferEnd;
        }
        MakeRoom();
        int read = ReadBlock(_buffer.AsSpan(_bufferEnd));
        _bufferEnd += read;
        return read > 0;
    }

    /// <summary>Moves the unfinished line to the front of a buffer, and that is a larger one if it would fill this one.</summary>
    private void MakeRoom()
    {
        int kept = _bufferEnd - _lineStart;
        byte[] free = _ahead?.NextBuffer() ?? _buffer;
        bool isTight = kept > free.Length / 2;
        byte[] target = isTight ? ArrayPool<byte>.Shared.Rent(2 * Math.Max(free.Length, kept)) : free;
        _buffer.AsSpan(_lineStart, kept).CopyTo(target);
        if (isTight)
        {
            if (_ahead is null) ArrayPool<byte>.Shared.Return(free);
            else _ahead.Replace(target);
        }
        _buffer = target;
        _scanned -= _lineStart;
        (_lineStart, _bufferEnd) = (0, kept);
    }

    private int ReadBlock(Span<byte> target)
    {
        if (_stream is not null) return _stream.Read(target);
        int wanted = (int)Math.Min(target.Length, _fileBytes - _fileOffset);
        if (wanted <= 0) return 0;
        int read = _file!.Value.Read(target[..wanted], _fileOffset);
        _fileOffset += read;
        return read;
    }
}
