using System.Runtime.CompilerServices;
using System.Text;

namespace Tokscale.Bench.Corpus;

/// <summary>One log file in the making; grows to the largest file and is used again for the next.</summary>
public sealed class LogBuffer
{
    private byte[] _bytes = new byte[1 << 20];

    public int Length { get; private set; }

    /// <summary>Everything added since the last <see cref="Clear"/>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Adds a text with its holes filled. Line breaks of the template are layout and are left out.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] Filler text) => _ = text;

    /// <summary>As <see cref="Add"/>, and ends the line.</summary>
    public void AddLine([InterpolatedStringHandlerArgument("")] Filler text)
    {
        _ = text;
        Append("\n"u8);
    }

    /// <summary>Adds bytes that were added before, such as a line that is logged twice.</summary>
    public void Repeat(Range part) => Append(_bytes.AsSpan(part));

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes));
        return _bytes.AsSpan(Length);
    }

    /// <summary>Writes interpolated text as UTF-8 straight into the buffer.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Filler
    {
        private readonly LogBuffer _buffer;

        public Filler(int literalLength, int holeCount, LogBuffer buffer) => (_buffer, _, _) = (buffer, literalLength, holeCount);

        public void AppendLiteral(string text)
        {
            foreach (Range line in text.AsSpan().Split('\n')) Append(text.AsSpan(line));
        }

        public void AppendFormatted(string text) => Append(text);

        public void AppendFormatted(ReadOnlySpan<byte> utf8) => _buffer.Append(utf8);

        public void AppendFormatted(long number)
        {
            number.TryFormat(_buffer.Room(20), out int length);
            _buffer.Length += length;
        }

        /// <summary>An instant, as agents write it: UTC with milliseconds.</summary>
        public void AppendFormatted(DateTime utc)
        {
            utc.TryFormat(_buffer.Room(32), out int length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            _buffer.Length += length;
        }

        public void AppendFormatted(Guid id)
        {
            id.TryFormat(_buffer.Room(36), out int length);
            _buffer.Length += length;
        }

        private void Append(ReadOnlySpan<char> text) =>
            _buffer.Length += Encoding.UTF8.GetBytes(text, _buffer.Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }
}
