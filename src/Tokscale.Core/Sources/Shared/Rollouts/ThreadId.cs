using System.Globalization;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>Threads and turns have UUIDs; those of version 7 hold the time they were made at.</summary>
internal static class ThreadId
{
    private const int TextLength = 36, VersionIndex = 14, VariantIndex = 19;

    /// <summary>UTC milliseconds since 1970; null when the id is no UUID of version 7.</summary>
    public static long? TimeMsOf(string? id)
    {
        if (id is not { Length: TextLength } || id[VersionIndex] != '7' || id[8] != '-' || !Guid.TryParseExact(id, "D", out _)) return null;
        if (!"89abAB".Contains(id[VariantIndex])) return null;
        string digits = id[..8] + id[9..13];
        return long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
