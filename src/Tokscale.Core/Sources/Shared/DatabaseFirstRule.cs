using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// For agents that moved from files to a database and left the files behind: a session that a database has counts from there
/// only. Otherwise the first of rows with one key counts.
/// </summary>
public sealed class DatabaseFirstRule : DuplicateRule
{
    /// <summary>Flag of rows that come from a database.</summary>
    public const int FromDatabase = 1;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        var keys = new HashSet<UInt128>(files.Sum(file => file.Rows.Length));
        var sessions = new HashSet<NameId>();
        int dropped = 0;
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & FromDatabase) == 0) continue;
                sessions.Add(row.Event.Session);
                if (row.Key == 0 || keys.Add(row.Key)) events.Add(row.Event);
                else dropped++;
            }
        }
        foreach (FileUsage file in files)
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                if ((row.Flags & FromDatabase) != 0) continue;
                bool isCopy = sessions.Contains(row.Event.Session) || row.Key != 0 && !keys.Add(row.Key);
                if (isCopy) dropped++;
                else events.Add(row.Event);
            }
        }
        return dropped;
    }
}
