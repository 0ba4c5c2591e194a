using System.Globalization;
using System.Text.RegularExpressions;

namespace Tokscale.Core.Recounting;

/// <summary>Times as logs write them.</summary>
internal static partial class RecountTime
{
    /// <summary>Numbers below this are seconds: as seconds it lies in the year 5138.</summary>
    private const double SecondsMax = 1e11;

    private static readonly long s_lastMs = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Seconds or milliseconds since 1970.</summary>
    public static long? Of(double? number)
    {
        if (number is not > 0) return null;
        double ms = number.Value < SecondsMax ? number.Value * 1000 : number.Value;
        return ms < s_lastMs ? (long)ms : null;
    }

    /// <summary>ISO 8601; without a zone it is UTC.</summary>
    public static long? Of(string? text)
    {
        if (text is null || Iso().Match(text) is not { Success: true } match) return null;
        // A leap second counts as the last one of its minute.
        string seconds = match.Groups[2].Value is ":60" ? ":59" : match.Groups[2].Value;
        string whole = match.Groups[1].Value.Replace(' ', 'T').Replace('t', 'T') + (seconds.Length == 0 ? ":00" : seconds);
        bool isTime = DateTime.TryParseExact(
            whole, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        if (!isTime) return null;
        long ms = new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds();
        if (match.Groups[3].Length > 0) ms += int.Parse((match.Groups[3].Value + "00")[..3], CultureInfo.InvariantCulture);
        if (match.Groups[4].Length > 0)
        {
            int hours = int.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture);
            int minutes = match.Groups[6].Length > 0 ? int.Parse(match.Groups[6].Value, CultureInfo.InvariantCulture) : 0;
            if (hours > 18 || minutes > 59) return null;
            ms -= (match.Groups[4].Value == "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000L;
        }
        return ms > 0 && ms < s_lastMs ? ms : null;
    }

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d)(?:(:\d\d)(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d\d):?(\d\d)?)?$", RegexOptions.ECMAScript)]
    private static partial Regex Iso();
}
