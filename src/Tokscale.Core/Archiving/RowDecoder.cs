using System.Buffers.Binary;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Reads what <see cref="RowEncoder"/> wrote. Bytes may come from anyone: whatever no reader of logs could have said (a negative
/// count, a year 40000, a name that is not there) is refused, and then nothing is taken.
/// </summary>
internal ref struct RowDecoder
{
    /// <summary>More rows than the logs of a lifetime; bounds what a forged count can cost.</summary>
    private const int RowCountMax = 5_000_000;

    /// <summary>A row without anything: its fields, its time and two counts.</summary>
    private const int RowBytesMin = 4;

    /// <summary>Five of these add up without wrapping.</summary>
    private const ulong CountMax = 1UL << 60;

    private ReadOnlySpan<byte> _rest;
    private bool _hasFailed;

    private RowDecoder(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Reads all rows of a log.</summary>
    /// <param name="bytes">What the archive holds.</param>
    /// <param name="names">Gets the names.</param>
    /// <returns>Null when it is damaged or of an unknown version.</returns>
    public static UsageRow[]? TryDecode(ReadOnlySpan<byte> bytes, NameTable names)
    {
        var decoder = new RowDecoder(bytes);
        if (decoder.Byte() != RowEncoder.Version || decoder.Names(names) is not { } ids) return null;
        ulong count = decoder.Number();
        if (decoder._hasFailed || count > RowCountMax || count > (ulong)decoder._rest.Length / RowBytesMin) return null;
        var rows = new UsageRow[count];
        long timestampMs = 0;
        foreach (ref UsageRow row in rows.AsSpan())
        {
            timestampMs = unchecked(decoder.Read(ref row, ids, timestampMs));
            if (decoder._hasFailed) return null;
        }
        return decoder._rest.IsEmpty ? rows : null;
    }

    private NameId[]? Names(NameTable names)
    {
        ulong count = Number();
        if (_hasFailed || count > (ulong)_rest.Length) return null;
        var ids = new NameId[count];
        foreach (ref NameId id in ids.AsSpan())
        {
            ulong length = Number();
            if (_hasFailed || length > (ulong)_rest.Length) return null;
            id = names.Add(_rest[..(int)length]);
            _rest = _rest[(int)length..];
        }
        return ids;
    }

    /// <returns>The time of the row.</returns>
    private long Read(ref UsageRow row, NameId[] names, long timestampBeforeMs)
    {
        ulong bits = Number();
        _hasFailed |= (bits & ~(ulong)RowFields.All) != 0;
        var fields = (RowFields)bits;
        ref UsageEvent usage = ref row.Event;
        usage.TimestampMs = unchecked(timestampBeforeMs + Signed());
        _hasFailed |= usage.TimestampMs is < -RowEncoder.TimestampMsMax or > RowEncoder.TimestampMsMax;
        long input = Count(), output = Count();
        if (Has(RowFields.Key)) row.Key = Key();
        if (Has(RowFields.Rank)) row.Rank = Signed();
        if (Has(RowFields.Link)) row.Link = Number();
        if (Has(RowFields.OtherLink)) row.OtherLink = Number();
        if (Has(RowFields.Flags)) row.Flags = Small(int.MinValue);
        if (Has(RowFields.Model)) usage.Model = Name(names);
        if (Has(RowFields.Provider)) usage.Provider = Name(names);
        if (Has(RowFields.Session)) usage.Session = Name(names);
        if (Has(RowFields.Project)) usage.Project = Name(names);
        if (Has(RowFields.Agent)) usage.Agent = Name(names);
        long cacheRead = Has(RowFields.CacheRead) ? Count() : 0, cacheWrite = Has(RowFields.CacheWrite) ? Count() : 0;
        long cacheWrite1h = Has(RowFields.CacheWrite1h) ? Count() : 0, reasoning = Has(RowFields.Reasoning) ? Count() : 0;
        usage.Tokens = new TokenCounts(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning);
        _hasFailed |= cacheWrite1h > cacheWrite;
        usage.Messages = Has(RowFields.Messages) ? Small(0) : 1;
        if (Has(RowFields.Class)) ReadClass(ref usage);
        if (Has(RowFields.WebSearches)) usage.WebSearches = Small(0);
        if (Has(RowFields.Duration)) usage.DurationMs = Small(0);
        if (Has(RowFields.Cost)) ReadCost(ref usage);
        if (Has(RowFields.Credits)) ReadCredits(ref usage);
        return usage.TimestampMs;

        bool Has(RowFields field) => (fields & field) != 0;
    }

    private void ReadClass(ref UsageEvent usage)
    {
        byte tier = Byte(), region = Byte(), bits = Byte();
        _hasFailed |= tier > (byte)ServiceTier.Batch || region > (byte)InferenceRegion.Eu || bits > 15;
        usage.Class = new PriceClass((ServiceTier)tier, (bits & 1) != 0, (InferenceRegion)region, (bits & 2) != 0);
        usage.IsEstimated = (bits & 4) != 0;
        usage.IsCostFinal = (bits & 8) != 0;
    }

    private void ReadCost(ref UsageEvent usage)
    {
        usage.LoggedCostPicoUsd = (long)Math.Min(Number(), long.MaxValue);
        _hasFailed |= usage.LoggedCostPicoUsd is null;
    }

    private void ReadCredits(ref UsageEvent usage)
    {
        usage.LoggedMicroCredits = (long)Math.Min(Number(), long.MaxValue);
        _hasFailed |= usage.LoggedMicroCredits is null;
    }

    private NameId Name(NameId[] names)
    {
        ulong place = Number();
        if (place < (ulong)names.Length) return names[place];
        _hasFailed = true;
        return default;
    }

    private long Count()
    {
        ulong count = Number();
        _hasFailed |= count > CountMax;
        return (long)Math.Min(count, CountMax);
    }

    private int Small(int min)
    {
        long number = Signed();
        _hasFailed |= number < min || number > int.MaxValue;
        return (int)number;
    }

    private long Signed()
    {
        ulong number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private UInt128 Key()
    {
        if (_rest.Length < 16)
        {
            _hasFailed = true;
            return 0;
        }
        UInt128 key = BinaryPrimitives.ReadUInt128LittleEndian(_rest);
        _rest = _rest[16..];
        return key;
    }

    private ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
        _hasFailed = true;
        return 0;
    }

    private byte Byte()
    {
        if (_rest.IsEmpty)
        {
            _hasFailed = true;
            return 0;
        }
        byte first = _rest[0];
        _rest = _rest[1..];
        return first;
    }
}
