using System.Buffers.Binary;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Walks through the fields of one protobuf message without knowing its definition. Errors stick: after the first one there
/// are no more fields and <see cref="HasFailed"/> is true.
/// </summary>
public ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int TypeBits = 3, NumberType = 0, Fixed64Type = 1, BytesType = 2, Fixed32Type = 5;

    /// <summary>Bytes that a number of 64 bits takes at most.</summary>
    private const int NumberBytesMax = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The bytes are no protobuf, or were cut.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>The field's value when it is a number, else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>The field's value when it is text, bytes or a message, else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The number as a count of tokens; what no log can hold is the largest that is taken.</summary>
    public readonly long Count => (long)Math.Min(Number, Json.JsonCursor.CountMax);

    /// <summary>Moves to the next field. False at the end, or on an error.</summary>
    public bool TryRead()
    {
        Number = 0;
        Bytes = default;
        if (_rest.IsEmpty || !TryReadNumber(out ulong tag)) return false;
        Field = (int)Math.Min(tag >> TypeBits, int.MaxValue);
        switch ((int)(tag & ((1 << TypeBits) - 1)))
        {
            case NumberType when TryReadNumber(out ulong number):
                Number = number;
                return true;
            case Fixed64Type when _rest.Length >= sizeof(ulong):
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[sizeof(ulong)..];
                return true;
            case BytesType when TryReadNumber(out ulong length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case Fixed32Type when _rest.Length >= sizeof(uint):
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[sizeof(uint)..];
                return true;
            default:
                return Fail();
        }
    }

    private bool TryReadNumber(out ulong number)
    {
        number = 0;
        for (int index = 0; index < Math.Min(_rest.Length, NumberBytesMax); index++)
        {
            number |= (ulong)(_rest[index] & 0x7F) << (7 * index);
            if (_rest[index] >= 0x80) continue;
            _rest = _rest[(index + 1)..];
            return true;
        }
        return Fail();
    }

    private bool Fail()
    {
        HasFailed = true;
        _rest = default;
        return false;
    }
}
