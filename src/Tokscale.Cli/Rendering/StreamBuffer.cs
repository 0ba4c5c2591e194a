using System.Buffers;

namespace Tokscale.Cli.Rendering;

/// <summary>Collects what is written in small parts and hands it on in large ones, so that no text need be held as a whole.</summary>
/// <param name="stream">Gets the bytes; the last of them at <see cref="Flush"/>.</param>
internal sealed class StreamBuffer(Stream stream) : IBufferWriter<byte>
{
    private const int FirstBytes = 32 << 10, RoomMin = 256;

    private byte[] _buffer = new byte[FirstBytes];
    private int _used;

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int wanted = Math.Max(sizeHint, RoomMin);
        if (_buffer.Length - _used < wanted) Flush();
        if (_buffer.Length < wanted) _buffer = new byte[wanted];
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <exception cref="IOException">The place is full or gone.</exception>
    public void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
