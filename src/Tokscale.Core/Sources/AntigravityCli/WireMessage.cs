using System.Text;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>A protobuf message taken apart into its fields, for the second reader. Damage ends it.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    private WireMessage()
    {
    }

    /// <summary>The bytes ended or broke off within a field.</summary>
    public bool IsDamaged { get; private set; }

    public static WireMessage Of(byte[] bytes)
    {
        var message = new WireMessage();
        int position = 0;
        while (position < bytes.Length)
        {
            if (Varint(bytes, ref position) is not { } key || key >> 3 == 0)
            {
                message.IsDamaged = true;
                break;
            }
            int number = (int)(key >> 3);
            ulong value = 0;
            byte[]? content = null;
            switch (key & 7)
            {
                case 0 when Varint(bytes, ref position) is { } found:
                    value = found;
                    break;
                case 1 when position + 8 <= bytes.Length:
                    position += 8;
                    break;
                case 2 when Varint(bytes, ref position) is { } length && length <= (ulong)(bytes.Length - position):
                    content = bytes[position..(position + (int)length)];
                    position += (int)length;
                    break;
                case 5 when position + 4 <= bytes.Length:
                    position += 4;
                    break;
                default:
                    message.IsDamaged = true;
                    return message;
            }
            message._fields.Add((number, value, content));
        }
        return message;
    }

    /// <summary>The last number under a field; null when there is none.</summary>
    public long? Number(int field) =>
        _fields.LastOrDefault(found => found.Number == field && found.Bytes is null) is { Number: > 0 } last
            ? (long)Math.Min(last.Value, long.MaxValue) : null;

    /// <summary>The last message under a field; an empty one when there is none.</summary>
    public WireMessage Message(int field) => Messages(field).LastOrDefault() ?? new();

    public IEnumerable<WireMessage> Messages(int field) =>
        _fields.Where(found => found.Number == field && found.Bytes is not null).Select(found => Of(found.Bytes!));

    /// <summary>The last text under a field; null when it is empty.</summary>
    public string? Text(int field) =>
        _fields.LastOrDefault(found => found.Number == field && found.Bytes is not null).Bytes is { Length: > 0 } bytes
            ? Encoding.UTF8.GetString(bytes) : null;

    private static ulong? Varint(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; position < bytes.Length && shift < 64; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        return null;
    }
}
