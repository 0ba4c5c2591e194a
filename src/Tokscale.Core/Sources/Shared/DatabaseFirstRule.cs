using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// For agents that moved from files to a database and left the files behind: a session that a database has counts from there
/// only. Otherwise the first of rows with one key counts.
/// </summary>
/// <param name="databases">The rule for several databases.</param>
public sealed class DatabaseFirstRule(DuplicateRule databases) : DuplicateRule
{
    /// <summary>Flag of rows that come from a database.</summary>
    public const int FromDatabase = 1;

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        int dropped = databases.Resolve([.. files.Where(IsDatabase)], events);
        var keys = new HashSet<UInt128>(files.Sum(file => file.Rows.Length));
        var sessions = new HashSet<NameId>();
        foreach (FileUsage file in files.Where(IsDatabase))
        {
            foreach (ref readonly UsageRow row in file.Rows)
            {
                sessions.Add(row.Event.Session);
                keys.Add(row.Key);
            }
        }
        bool IsInDatabase(FileUsage file, in UsageRow row) => sessions.Contains(row.Event.Session);
        return dropped + AddFirstCopies(files.Where(file => !IsDatabase(file)), keys, IsInDatabase, events);
    }

    private static bool IsDatabase(FileUsage file) => !file.Rows.IsEmpty && (file.Rows.First.Flags & FromDatabase) != 0;
}
