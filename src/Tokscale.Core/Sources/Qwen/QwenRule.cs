using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>
/// The ledger tells every call, the chats only those of conversations that were recorded and not deleted, but with more about them: of
/// the ledger counts what no chat tells.
/// </summary>
internal sealed class QwenRule : DuplicateRule
{
    /// <summary>The row is of the ledger.</summary>
    public const int LedgerFlag = 1 << 1;

    private static readonly KeyedDuplicateRule s_chats = new(QwenCopies.Merge);

    public override int Resolve(IReadOnlyList<FileUsage> files, EventPacker events)
    {
        FileUsage[] ledgers = [.. files.Where(IsLedger)];
        if (ledgers.Length == 0) return s_chats.Resolve(files, events);
        FileUsage[] chats = [.. files.Where(file => !IsLedger(file))];
        int dropped = s_chats.Resolve(chats, events);
        var recorded = new QwenRecorded(chats);
        var keys = new HashSet<UInt128>();
        foreach (FileUsage ledger in ledgers)
        {
            foreach (ref readonly UsageRow row in ledger.Rows)
            {
                if (!keys.Add(row.Key) || recorded.Take(row)) dropped++;
                else events.Add(row.Event with { Project = recorded.ProjectOf(row.Event.Session) });
            }
        }
        return dropped;
    }

    private static bool IsLedger(FileUsage file) => !file.Rows.IsEmpty && (file.Rows.First.Flags & LedgerFlag) != 0;
}
