using System.Buffers.Text;
using System.Text;

namespace Tokscale.Core.Json;

/// <summary>A JSON string as it stands in the text, without its quotes. Borrowed from the buffer it was read from.</summary>
public readonly ref struct JsonText(ReadOnlySpan<byte> raw, bool hasEscapes)
{
    /// <summary>The bytes between the quotes, escapes unresolved.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>True when <see cref="Raw"/> holds a backslash.</summary>
    public bool HasEscapes { get; } = hasEscapes;

    /// <summary>True for the empty string and for the default value.</summary>
    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>Compares with plain UTF-8, escapes resolved.</summary>
    // An escape is longer than what it stands for: text that is equal as written is not equal once it is resolved.
    public bool Is(ReadOnlySpan<byte> utf8) => Raw.SequenceEqual(utf8) ? !HasEscapes : HasEscapes && Unescape().SequenceEqual(utf8);

    /// <summary>The text with escapes resolved. Allocates only when there are any; a lone surrogate becomes U+FFFD.</summary>
    public ReadOnlySpan<byte> Utf8 => HasEscapes ? Unescape() : Raw;

    /// <summary>The text as a string; bad bytes become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    private byte[] Unescape()
    {
        // An escape is never shorter than what it stands for.
        byte[] buffer = new byte[Raw.Length];
        int length = 0;
        for (int index = 0; index < Raw.Length;)
        {
            if (Raw[index] != '\\')
            {
                buffer[length++] = Raw[index++];
                continue;
            }
            index++;
            if (Raw[index] == 'u')
            {
                Rune rune = ReadRune(ref index);
                length += rune.EncodeToUtf8(buffer.AsSpan(length));
                continue;
            }
            buffer[length++] = Raw[index++] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                byte other => other,
            };
        }
        return buffer[..length];
    }

    /// <summary>Reads one escaped character, or a surrogate pair of them; <paramref name="index"/> stands at the <c>u</c>.</summary>
    private Rune ReadRune(ref int index)
    {
        char first = ReadCodeUnit(ref index);
        if (!char.IsSurrogate(first)) return new Rune(first);
        bool pairFollows = char.IsHighSurrogate(first) && Raw[index..].StartsWith("\\u"u8);
        if (!pairFollows) return Rune.ReplacementChar;
        int secondIndex = index + 1;
        char second = ReadCodeUnit(ref secondIndex);
        if (!Rune.TryCreate(first, second, out Rune rune)) return Rune.ReplacementChar;
        index = secondIndex;
        return rune;
    }

    private char ReadCodeUnit(ref int index)
    {
        Utf8Parser.TryParse(Raw.Slice(index + 1, 4), out ushort unit, out _, 'x');
        index += 5;
        return (char)unit;
    }
}
