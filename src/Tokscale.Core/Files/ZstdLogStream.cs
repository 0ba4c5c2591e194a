using ZstdSharp;

namespace Tokscale.Core.Files;

/// <summary>
/// A log of one or more zstd frames as a stream of its text. Where the frames are damaged or cut off the text ends:
/// what decodes before counts, and <see cref="Damage"/> says that there was more.
/// </summary>
internal sealed class ZstdLogStream : Stream
{
    /// <summary>Larger than any log; a few kilobytes can be made to decode to terabytes.</summary>
    private const long DecodedBytesMax = 4L << 30;

    /// <summary>
    /// What is asked of the decoder at once. A failure costs what it had decoded in that call: always the same little, however
    /// much the reader of this stream asks for.
    /// </summary>
    private const int ChunkBytes = 1024;

    private readonly DecompressionStream _frames;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private int _chunkStart, _chunkEnd;
    private long _decodedBytes;

    private readonly bool _mayEndInFrame;
    private bool _isAtEnd;

    /// <param name="frames">Closed with this.</param>
    /// <param name="mayEndInFrame">The file grows by a frame at a time, so that the last one may still be written: that is no damage.</param>
    public ZstdLogStream(Stream frames, bool mayEndInFrame = false)
    {
        _frames = new DecompressionStream(frames, leaveOpen: false);
        _mayEndInFrame = mayEndInFrame;
    }

    /// <summary>Why the text ended early; null when it did not.</summary>
    public string? Damage { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            if (_chunkStart == _chunkEnd) (_chunkStart, _chunkEnd) = (0, ReadChunk());
            if (_chunkEnd == 0) break;
            int count = Math.Min(_chunkEnd - _chunkStart, buffer.Length - total);
            _chunk.AsSpan(_chunkStart, count).CopyTo(buffer[total..]);
            _chunkStart += count;
            total += count;
        }
        return total;
    }

    /// <returns>Bytes in the chunk; 0 at the end.</returns>
    private int ReadChunk()
    {
        if (_isAtEnd) return 0;
        try
        {
            int count = _frames.Read(_chunk);
            _decodedBytes += count;
            if (_decodedBytes <= DecodedBytesMax) return count;
            Damage = $"it decodes to more than {DecodedBytesMax >> 30} GB";
        }
        catch (EndOfStreamException)
        {
            if (!_mayEndInFrame) Damage = "its last compressed frame is cut off";
        }
        catch (ZstdException)
        {
            Damage = "its compressed data is damaged";
        }
        _isAtEnd = true;
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _frames.Dispose();
        base.Dispose(disposing);
    }
}
