namespace Tokscale.Core.Reports;

/// <summary>The time zone that days and hours are taken in.</summary>
public sealed class ReportZone
{
    private const string ZoneFolder = "/usr/share/zoneinfo";

    private ReportZone(string id, TimeZoneInfo info)
    {
        Id = id;
        Info = info;
    }

    public static ReportZone Utc { get; } = new("UTC", TimeZoneInfo.Utc);

    /// <summary>The name in reports: an IANA name or <c>UTC</c>.</summary>
    public string Id { get; }

    public TimeZoneInfo Info { get; }

    /// <summary>The zone of this machine; UTC where it has none.</summary>
    public static ReportZone Local()
    {
        TimeZoneInfo local = TimeZoneInfo.Local;
        return new ReportZone(local.Id is "Etc/UTC" or "" ? "UTC" : local.Id, local);
    }

    /// <summary>Finds a zone by <c>local</c>, <c>utc</c> or its IANA name.</summary>
    /// <exception cref="UserError">There is no such zone, or no zone data on this machine.</exception>
    public static ReportZone Find(string option, string name)
    {
        if (name.Equals("local", StringComparison.OrdinalIgnoreCase)) return Local();
        if (name.Equals("utc", StringComparison.OrdinalIgnoreCase)) return Utc;
        if (IsZoneName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? info)) return new ReportZone(name, info);
        if (!OperatingSystem.IsWindows() && !Directory.Exists(ZoneFolder))
            throw UserError.InOption($"{option} '{name}' needs the time zone data of this system, which is missing; install tzdata or use utc.");
        throw UserError.InOption($"{option} '{name}' is no time zone; write an IANA name such as Europe/Berlin, or local, or utc.");
    }

    /// <summary>The current day in this zone.</summary>
    public DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Info).Date);

    // Zone names become paths below the zone folder: nothing may lead out of it.
    private static bool IsZoneName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && name[0] != '/';
}
