using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Archiving;

/// <summary>
/// Archived logs of a session that went on in another file: the file was moved or compressed after it was archived. Rules that
/// count one file of a session only must not choose the shorter one because of where it lay.
/// </summary>
internal static class OutgrownLogs
{
    /// <summary>Leaves out logs whose every call has the key of one in a longer and later file of the same session.</summary>
    /// <param name="archived">Logs from the archive that are not on this disk.</param>
    /// <param name="live">Files that are.</param>
    /// <param name="readAtMs">When those of them were archived that were, by path; see <see cref="ArchivedLog.ReadAtMs"/>.</param>
    public static List<GoneLog> LeftOut(
        List<GoneLog> archived, IReadOnlyList<FileUsage> live, IReadOnlyDictionary<string, long> readAtMs)
    {
        ILookup<NameId, Candidate> bySession = archived.Select(Candidate.Of)
            .Concat(live.Select(file => Candidate.Of(file, readAtMs.GetValueOrDefault(file.File.Path, long.MaxValue))))
            .Where(candidate => candidate.File.Session.IsKnown).ToLookup(candidate => candidate.File.Session);
        return [.. archived.Where(log => !bySession[log.Usage.Session].Any(other => other.Outgrows(Candidate.Of(log))))];
    }

    /// <param name="File">A file.</param>
    /// <param name="Age">
    /// When it was changed, then when it was archived: what was written within a tick of the file system's clock has one time. Files that
    /// were archived together lay beside each other, and the rule for copies chooses.
    /// </param>
    private readonly record struct Candidate(FileUsage File, (long ModifiedMs, long ReadAtMs) Age)
    {
        public static Candidate Of(GoneLog log) => new(log.Usage, (log.Usage.File.ModifiedMs, log.ReadAtMs));

        public static Candidate Of(FileUsage live, long readAtMs) => new(live, (live.File.ModifiedMs, readAtMs));

        public bool Outgrows(Candidate other)
        {
            if (File.Rows.Length <= other.File.Rows.Length || Age.CompareTo(other.Age) <= 0) return false;
            var keys = new HashSet<UInt128>(File.Rows.Length);
            foreach (ref readonly UsageRow row in File.Rows) keys.Add(row.Key);
            foreach (ref readonly UsageRow row in other.File.Rows)
                if (row.Key == 0 || !keys.Contains(row.Key)) return false;
            return !other.File.Rows.IsEmpty;
        }
    }
}
