using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tokscale.Core.Json;

/// <summary>
/// Walks through JSON in UTF-8 and takes only what is asked for. Everything passed over is checked for JSON's grammar, but
/// text is not copied and not decoded: bytes that are no UTF-8 pass. Faster than <c>Utf8JsonReader</c> because strings,
/// which are nearly all of a log, are crossed with one vector search.
/// <para>
/// Errors stick: after the first one every call returns "nothing" and <see cref="HasFailed"/> is true. A field of an
/// unexpected kind is skipped and counts as missing. An object or array that was begun must be read to its end.
/// </para>
/// </summary>
public ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    /// <summary>Deepest nesting that is read; logs stay far below, and a bound keeps hostile text harmless.</summary>
    public const int DepthMax = 10_000;

    /// <summary>Largest count that is believed: what JSON numbers can hold exactly.</summary>
    public const long CountMax = (1L << 53) - 1;

    /// <summary>Bytes that a short name may need: comma and quote, two blocks, the colon behind them and a blank.</summary>
    private const int PlainNameRoom = 2 + 2 * 16 + 2;

    /// <summary>How many bytes have to follow a text that <see cref="TryPass"/> compares.</summary>
    internal const int TextSlack = 16;

    /// <summary>From its middle backwards: a mask for any number of first bytes of a block.</summary>
    private static ReadOnlySpan<byte> FirstBytes =>
        [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;
    private bool _failed;
    private bool _isAfterValue;

    /// <summary>The text broke JSON's grammar somewhere before <see cref="Position"/>.</summary>
    public readonly bool HasFailed => _failed;

    /// <summary>
    /// Something else stood where a count was asked for: a negative number, one above <see cref="CountMax"/>, or no number.
    /// </summary>
    public bool HasRefused { get; private set; }

    /// <summary>Offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>True when one value was read without error and nothing but white space follows.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipWhiteSpace();
            return !_failed && _position == _json.Length;
        }
    }

    /// <summary>Passes over text that stands here byte by byte. False: something else does, and the cursor stays.</summary>
    /// <param name="text">What is known to be valid here; it is not looked at otherwise. <see cref="TextSlack"/> bytes follow it.</param>
    /// <param name="length">How long it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPass(ref byte text, int length)
    {
        int position = _position, lastBlock = length - Vector128<byte>.Count;
        // After an error the position is the end.
        if (!Vector128.IsHardwareAccelerated || position + Math.Max(lastBlock, 0) > _json.Length - Vector128<byte>.Count)
        {
            return TryPassLate(ref text, length);
        }
        ref byte json = ref Unsafe.Add(ref MemoryMarshal.GetReference(_json), position);
        if (lastBlock < 0)
        {
            // What follows the text is cut off.
            Vector128<byte> mask = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(FirstBytes), (nuint)(-lastBlock));
            if (((Vector128.LoadUnsafe(ref json) ^ Vector128.LoadUnsafe(ref text)) & mask) != Vector128<byte>.Zero) return false;
        }
        else
        {
            // Texts that are not equal nearly always end differently.
            if (Vector128.LoadUnsafe(ref json, (nuint)lastBlock) != Vector128.LoadUnsafe(ref text, (nuint)lastBlock)) return false;
            for (int index = 0; index < lastBlock; index += Vector128<byte>.Count)
            {
                if (Vector128.LoadUnsafe(ref json, (nuint)index) != Vector128.LoadUnsafe(ref text, (nuint)index)) return false;
            }
        }
        _position = position + length;
        return true;
    }

    private bool TryPassLate(ref byte text, int length)
    {
        if (!_json[_position..].StartsWith(MemoryMarshal.CreateReadOnlySpan(ref text, length))) return false;
        _position += length;
        return true;
    }

    /// <summary>The kind of the next value.</summary>
    public JsonKind Peek()
    {
        SkipWhiteSpace();
        // After an error the position is the end.
        return _position < _json.Length ? KindOf(_json[_position]) : JsonKind.None;
    }

    /// <summary>Enters an object. False: the value is something else and was skipped.</summary>
    public bool TryBeginObject() => TryBegin(JsonKind.Object);

    /// <summary>Enters an array. False: the value is something else and was skipped.</summary>
    public bool TryBeginArray() => TryBegin(JsonKind.Array);

    /// <summary>The next name of the object that was entered. False at its end, or on an error.</summary>
    public bool TryReadName(out JsonText name)
    {
        name = default;
        int start = _position;
        if (!Vector128.IsHardwareAccelerated || start > _json.Length - PlainNameRoom) return TryReadAnyName(out name);
        // Agents name without escapes: a comma, unless it is the first, then a short name and its colon; documents have a line
        // feed and blanks before, and a blank behind. Whatever looks different is left to the careful way. No byte is read here
        // that PlainNameRoom does not cover.
        ref byte text = ref MemoryMarshal.GetReference(_json);
        byte next = Unsafe.Add(ref text, start);
        if (next == '}')
        {
            return LeaveContainer();
        }
        if (_isAfterValue && next == ',') next = Unsafe.Add(ref text, ++start);
        else if (_isAfterValue) return TryReadAnyName(out name);
        if (next <= ' ')
        {
            start += BlanksAt(ref text, start);
            if (start > _json.Length - PlainNameRoom) return TryReadAnyName(out name);
            next = Unsafe.Add(ref text, start);
        }
        if (next != '"') return TryReadAnyName(out name);
        int end = ++start;
        uint stops = StringScan.Stops(ref text, end);
        if (stops == 0) stops = StringScan.Stops(ref text, end += Vector128<byte>.Count);
        if (stops == 0) return TryReadAnyName(out name);
        end += BitOperations.TrailingZeroCount(stops);
        if (Unsafe.Add(ref text, end) != '"' || Unsafe.Add(ref text, end + 1) != ':') return TryReadAnyName(out name);
        name = new JsonText(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, start), end - start), hasEscapes: false);
        _position = end + (Unsafe.Add(ref text, end + 2) == ' ' ? 3 : 2);
        _isAfterValue = false;
        return true;
    }

    private bool TryReadAnyName(out JsonText name)
    {
        name = default;
        if (!MoveToNext((byte)'}')) return false;
        if (_position >= _json.Length || _json[_position] != '"') return Fail();
        if (!TryTakeString(out name)) return false;
        SkipWhiteSpace();
        if (_position >= _json.Length || _json[_position] != ':') return Fail();
        _position++;
        _isAfterValue = false;
        return true;
    }

    /// <summary>Moves to the value of the next member of that name of the object that was entered. False at its end, or on an error.</summary>
    public bool TryMoveTo(scoped ReadOnlySpan<byte> member)
    {
        while (TryReadName(out JsonText name))
        {
            if (name.Is(member)) return true;
            SkipValue();
        }
        return false;
    }

    /// <summary>Moves to the next element of the array that was entered. False at its end, or on an error.</summary>
    public bool TryMoveToElement() => MoveToNext((byte)']');

    /// <summary>Reads a string. Another kind of value is skipped and gives the empty text.</summary>
    public JsonText ReadText()
    {
        ReadOnlySpan<byte> json = _json;
        if ((uint)_position < (uint)json.Length && json[_position] == '"')
        {
            int start = _position + 1, end = StringScan.IndexOfStop(json, start);
            if ((uint)end < (uint)json.Length && json[end] == '"')
            {
                _position = end + 1;
                _isAfterValue = true;
                return new JsonText(json[start..end], hasEscapes: false);
            }
        }
        return ReadAnyText();
    }

    /// <summary>Reads an object of which one text matters; of several of that name the last. Empty when it is none or has none.</summary>
    public JsonText ReadTextIn(scoped ReadOnlySpan<byte> member)
    {
        JsonText text = default;
        if (!TryBeginObject()) return text;
        while (TryMoveTo(member)) text = ReadText();
        return text;
    }

    /// <summary>As <see cref="ReadText"/>, and tells where the text stands.</summary>
    public JsonTextPlace ReadTextPlace()
    {
        JsonText text = ReadText();
        return text.IsEmpty ? default : new JsonTextPlace(_position - 1 - text.Raw.Length, text.Raw.Length, text.HasEscapes);
    }

    private JsonText ReadAnyText()
    {
        if (Peek() != JsonKind.String)
        {
            SkipValue();
            return default;
        }
        return TryTakeString(out JsonText text) ? text : default;
    }

    /// <summary>Reads true or false; null for another kind of value, which is skipped.</summary>
    public bool? ReadBool()
    {
        JsonKind kind = Peek();
        SkipValue();
        return _failed ? null : kind switch { JsonKind.True => true, JsonKind.False => false, _ => null };
    }

    /// <summary>
    /// Reads a count: fractions are cut. Null when there is none to read: null itself, or a value that is refused and sets
    /// <see cref="HasRefused"/>.
    /// </summary>
    public long? ReadCount()
    {
        int position = _position;
        if (position > _json.Length - sizeof(ulong)) return ReadAnyCount();
        ulong bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_json), position));
        if (!JsonNumber.TryReadShort(bytes, out long value, out int length)) return ReadAnyCount();
        _position = position + length;
        _isAfterValue = true;
        return value;
    }

    private long? ReadAnyCount()
    {
        JsonKind kind = Peek();
        int start = _position;
        SkipValue();
        if (_failed || kind == JsonKind.Null) return null;
        long? count = kind == JsonKind.Number ? JsonNumber.CountOf(_json[start.._position]) : null;
        HasRefused |= count is null;
        return count;
    }

    /// <summary>Reads a number of any size; null when it is not finite or another kind of value, which is skipped.</summary>
    public double? ReadNumber()
    {
        ReadOnlySpan<byte> raw = ReadRawNumber();
        return Utf8Parser.TryParse(raw, out double value, out int length) && length == raw.Length && double.IsFinite(value) ? value : null;
    }

    /// <summary>Reads an amount of money as written; null when it is negative, not a sensible number, or another kind of value.</summary>
    public decimal? ReadMoney() => JsonNumber.MoneyOf(ReadRawNumber());

    /// <summary>The bytes of the next value, whatever it is; empty on an error.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        SkipWhiteSpace();
        int start = _position;
        SkipValue();
        return _failed ? default : _json[start.._position];
    }

    /// <summary>Passes over the next value, checking its grammar.</summary>
    public void SkipValue()
    {
        if (_position < _json.Length && _json[_position] == '"') _isAfterValue = SkipString();
        else SkipOtherValue();
    }

    private void SkipOtherValue()
    {
        JsonKind kind = Peek();
        bool isValid = kind switch
        {
            JsonKind.String => SkipString(),
            JsonKind.Number => SkipNumber(),
            JsonKind.True => SkipWord("true"u8),
            JsonKind.False => SkipWord("false"u8),
            JsonKind.Null => SkipWord("null"u8),
            JsonKind.Object or JsonKind.Array => SkipContainer(),
            _ => Fail(),
        };
        _isAfterValue = isValid;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonKind KindOf(byte first) => first switch
    {
        (byte)'"' => JsonKind.String,
        (byte)'{' => JsonKind.Object,
        >= (byte)'0' and <= (byte)'9' or (byte)'-' => JsonKind.Number,
        (byte)'[' => JsonKind.Array,
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        _ => JsonKind.None,
    };

    private bool TryBegin(JsonKind kind)
    {
        if (Peek() != kind)
        {
            SkipValue();
            return false;
        }
        _position++;
        _isAfterValue = false;
        return true;
    }

    /// <summary>Passes the comma before the next member, or the end of the container.</summary>
    private bool MoveToNext(byte end)
    {
        if (_failed) return false;
        SkipWhiteSpace();
        if (_position >= _json.Length) return Fail();
        byte next = _json[_position];
        if (next == end)
        {
            return LeaveContainer();
        }
        if (!_isAfterValue) return true;
        if (next != ',') return Fail();
        _position++;
        _isAfterValue = false;
        SkipWhiteSpace();
        // A closing bracket here would follow a comma; the next read refuses it.
        return _position < _json.Length && _json[_position] != end || Fail();
    }

    private bool LeaveContainer()
    {
        _position++;
        _isAfterValue = true;
        return false;
    }

    private ReadOnlySpan<byte> ReadRawNumber()
    {
        if (Peek() != JsonKind.Number)
        {
            SkipValue();
            return default;
        }
        int start = _position;
        if (!SkipNumber()) return default;
        _isAfterValue = true;
        ReadOnlySpan<byte> raw = _json[start.._position];
        return raw.Length <= JsonNumber.BytesMax ? raw : default;
    }

    private bool TryTakeString(out JsonText text)
    {
        int start = _position + 1, stop = StringScan.IndexOfStop(_json, start);
        bool isValid = EndString(stop);
        _isAfterValue = isValid;
        // A string that does not end at its first stop has a backslash there.
        text = isValid ? new JsonText(_json[start..(_position - 1)], hasEscapes: _position - 1 != stop) : default;
        return isValid;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool SkipString() => EndString(StringScan.IndexOfNearStop(_json, _position + 1));

    /// <summary>Passes over the rest of a string.</summary>
    /// <param name="position">In the string, behind nothing but plain text.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndString(int position)
    {
        ReadOnlySpan<byte> json = _json;
        if ((uint)position >= (uint)json.Length || json[position] != '"') return SkipRestOfString(position);
        _position = position + 1;
        return true;
    }

    /// <summary>Passes over what follows the first backslash or unexpected byte of a string.</summary>
    private bool SkipRestOfString(int position)
    {
        int end = StringScan.IndexOfEnd(_json, position);
        if (end < 0) return Fail();
        _position = end + 1;
        return true;
    }

    private bool SkipNumber()
    {
        int position = _position;
        if (_json[position] == '-') position++;
        int whole = DigitCount(position);
        if (whole == 0 || (whole > 1 && _json[position] == '0')) return Fail();
        position += whole;
        if (position < _json.Length && _json[position] == '.')
        {
            int fraction = DigitCount(position + 1);
            if (fraction == 0) return Fail();
            position += 1 + fraction;
        }
        if (position < _json.Length && (_json[position] | 0x20) == 'e')
        {
            position++;
            if (position < _json.Length && _json[position] is (byte)'+' or (byte)'-') position++;
            int exponent = DigitCount(position);
            if (exponent == 0) return Fail();
            position += exponent;
        }
        _position = position;
        return true;
    }

    private readonly int DigitCount(int position)
    {
        int start = position;
        while (position < _json.Length && _json[position] is >= (byte)'0' and <= (byte)'9') position++;
        return position - start;
    }

    private bool SkipWord(ReadOnlySpan<byte> word)
    {
        if (!_json[_position..].StartsWith(word)) return Fail();
        _position += word.Length;
        return true;
    }

    /// <summary>Passes over an object or array without recursion; one bit a level says which of the two it is.</summary>
    private bool SkipContainer()
    {
        var nesting = new JsonNesting();
        do
        {
            bool isMember = nesting.Depth == 0 || (nesting.IsInObject ? TryReadName(out _) : TryMoveToElement());
            if (!isMember) nesting.Pop();
            else if (_position < _json.Length && _json[_position] == '"') _isAfterValue = SkipString();
            else if (Peek() is JsonKind.Object or JsonKind.Array)
            {
                if (!nesting.TryPush(_json[_position] == '{')) return Fail();
                _position++;
                _isAfterValue = false;
            }
            else SkipOtherValue();
        }
        while (nesting.Depth > 0 && !_failed);
        return !_failed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipWhiteSpace()
    {
        // Agents write JSON without blanks: the common case is one comparison.
        if (_position < _json.Length && _json[_position] <= ' ') PassWhiteSpace();
    }

    private void PassWhiteSpace()
    {
        // Documents that are written for people indent with long runs of blanks.
        int blanks = Vector128<byte>.Count;
        while (Vector128.IsHardwareAccelerated && blanks == Vector128<byte>.Count && _position <= _json.Length - Vector128<byte>.Count)
        {
            _position += blanks = BlanksAt(ref MemoryMarshal.GetReference(_json), _position);
        }
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _position++;
    }

    /// <summary>Blanks and line feeds at the beginning of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BlanksAt(ref byte text, int position)
    {
        Vector128<byte> block = Vector128.LoadUnsafe(ref text, (nuint)position);
        Vector128<byte> blanks = Vector128.Equals(block, Vector128.Create((byte)' ')) | Vector128.Equals(block, Vector128.Create((byte)'\n'));
        return BitOperations.TrailingZeroCount(~blanks.ExtractMostSignificantBits());
    }

    private bool Fail()
    {
        _failed = true;
        _position = _json.Length;
        return false;
    }
}
