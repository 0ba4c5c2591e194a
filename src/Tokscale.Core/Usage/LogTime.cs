using System.Runtime.Intrinsics;

namespace Tokscale.Core.Usage;

/// <summary>Reads the times of logs. Whatever is no sensible time is null, never an exception.</summary>
public static class LogTime
{
    /// <summary>Numbers below this are seconds, others milliseconds: as seconds it lies in the year 5138.</summary>
    private const double SecondsMax = 1e11;

    /// <summary>Midnight of 9999-12-31: a zone's offset can be added without leaving the calendar.</summary>
    private const long TimestampMsMax = 253_402_214_400_000;

    /// <summary>Reads ISO 8601 (<c>2026-05-01T10:00:00.123Z</c>, any offset, blank for T; no offset means UTC).</summary>
    /// <returns>UTC milliseconds since 1970, or null.</returns>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        if (TryParseUsual(text, out long usualMs)) return InRange(usualMs);
        text = text.Trim((byte)' ');
        if (text.Length < "2026-05-01T10:00"u8.Length || text[4] != '-' || text[7] != '-' || text[13] != ':') return null;
        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')) return null;
        int century = TwoDigits(text, 0), yearOfCentury = TwoDigits(text, 2), month = TwoDigits(text, 5), day = TwoDigits(text, 8);
        int hour = TwoDigits(text, 11), minute = TwoDigits(text, 14);
        if ((century | yearOfCentury | month | day | hour | minute) < 0) return null;
        int year = century * 100 + yearOfCentury;
        if (!TryTakeMinute(year, month, day, hour, minute, out long ms)) return null;
        text = text[16..];
        if (!TryTakeSeconds(ref text, ref ms) || !TryTakeOffset(text, ref ms)) return null;
        return InRange(ms);
    }

    /// <summary>Reads a number of seconds or milliseconds since 1970.</summary>
    /// <returns>UTC milliseconds since 1970, or null when there is none or it is out of range.</returns>
    public static long? FromNumber(double? value)
    {
        if (value is not > 0 || !double.IsFinite(value.Value)) return null;
        double ms = value.Value < SecondsMax ? value.Value * 1000 : value.Value;
        return ms < TimestampMsMax ? (long)ms : null;
    }

    /// <summary>Reads the form that nearly all logs have, <c>2026-05-01T10:00:00.123Z</c>; false for anything else.</summary>
    private static bool TryParseUsual(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (!Vector128.IsHardwareAccelerated || text.Length != "2026-05-01T10:00:00.123Z"u8.Length) return false;
        // The first and the last sixteen bytes: digits become their values, and what stands between them 0.
        Vector128<byte> first = Vector128.Create(text[..16]) ^ Vector128.Create("0000-00-00T00:00"u8);
        Vector128<byte> last = Vector128.Create(text[8..]) ^ Vector128.Create("00T00:00:00.000Z"u8);
        if (Vector128.GreaterThanAny(first, Vector128.Create((byte)9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9))) return false;
        if (Vector128.GreaterThanAny(last, Vector128.Create((byte)9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 9, 0))) return false;
        int year = first[0] * 1000 + first[1] * 100 + first[2] * 10 + first[3], month = first[5] * 10 + first[6], day = first[8] * 10 + first[9];
        int hour = last[3] * 10 + last[4], minute = last[6] * 10 + last[7], second = last[9] * 10 + last[10];
        if (second > 59 || !TryTakeMinute(year, month, day, hour, minute, out ms)) return false;
        ms += second * 1000L + last[12] * 100 + last[13] * 10 + last[14];
        return true;
    }

    /// <summary>The beginning of a minute in UTC; false when there is no such minute, or before 1970.</summary>
    private static bool TryTakeMinute(int year, int month, int day, int hour, int minute, out long ms)
    {
        ms = 0;
        if (year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59) return false;
        ms = new DateTime(year, month, day).Ticks / TimeSpan.TicksPerMillisecond - UnixEpochMs + (hour * 60 + minute) * 60_000L;
        return true;
    }

    private const long UnixEpochMs = 62_135_596_800_000;

    private static long? InRange(long ms) => ms is > 0 and < TimestampMsMax ? ms : null;

    private static bool TryTakeSeconds(ref ReadOnlySpan<byte> text, ref long ms)
    {
        if (text.IsEmpty || text[0] != ':') return true;
        if (text.Length < 3) return false;
        int second = TwoDigits(text, 1);
        // 60 is a leap second; it counts as the last one of its minute.
        if (second is < 0 or > 60) return false;
        ms += Math.Min(second, 59) * 1000L;
        text = text[3..];
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)',')) return true;
        int end = 1, fractionMs = 0;
        for (; end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9'; end++)
        {
            if (end <= 3) fractionMs = fractionMs * 10 + (text[end] - '0');
        }
        ms += end switch { 2 => fractionMs * 100, 3 => fractionMs * 10, _ => fractionMs };
        text = text[end..];
        return end > 1;
    }

    private static bool TryTakeOffset(ReadOnlySpan<byte> text, ref long ms)
    {
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8)) return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length < 3) return false;
        int hours = TwoDigits(text, 1);
        ReadOnlySpan<byte> rest = text[3..];
        if (!rest.IsEmpty && rest[0] == ':') rest = rest[1..];
        int minutes = rest.IsEmpty ? 0 : rest.Length == 2 ? TwoDigits(rest, 0) : -1;
        if (hours is < 0 or > 18 || minutes is < 0 or > 59) return false;
        long offsetMs = (hours * 60 + minutes) * 60_000L;
        ms -= text[0] == '-' ? -offsetMs : offsetMs;
        return true;
    }

    /// <summary>A number of two digits; -1 for anything else.</summary>
    private static int TwoDigits(ReadOnlySpan<byte> text, int start)
    {
        uint tens = text[start] - (uint)'0', ones = text[start + 1] - (uint)'0';
        return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
    }
}
