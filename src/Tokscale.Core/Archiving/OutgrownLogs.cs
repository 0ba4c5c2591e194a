using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Archived logs of a session that went on in another file: the file was moved or compressed after it was archived. Rules that
/// count one file of a session only must not choose the shorter one because of where it lay.
/// </summary>
internal static class OutgrownLogs
{
    /// <summary>Leaves out logs whose every call has the key of one in a longer file of the same session that is not older.</summary>
    /// <param name="archived">Logs from the archive that are not on this disk.</param>
    /// <param name="live">Files that are.</param>
    public static List<GoneLog> LeftOut(List<GoneLog> archived, IReadOnlyList<FileUsage> live)
    {
        ILookup<NameId, FileUsage> bySession = archived.Select(log => log.Usage).Concat(live).Where(file => file.Session.IsKnown)
            .ToLookup(file => file.Session);
        return [.. archived.Where(log => !bySession[log.Usage.Session].Any(other => Outgrows(other, log.Usage)))];
    }

    private static bool Outgrows(FileUsage other, FileUsage file)
    {
        // Clocks of file systems tick coarsely: what was written later may have the same time.
        if (other.Rows.Length <= file.Rows.Length || other.File.ModifiedMs < file.File.ModifiedMs) return false;
        var keys = new HashSet<UInt128>(other.Rows.Length);
        foreach (ref readonly UsageRow row in other.Rows) keys.Add(row.Key);
        foreach (ref readonly UsageRow row in file.Rows)
            if (row.Key == 0 || !keys.Contains(row.Key)) return false;
        return !file.Rows.IsEmpty;
    }
}
