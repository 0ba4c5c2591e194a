using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Forge;

/// <summary>Forge: a SQLite database with one document a conversation. See FORMAT.md.</summary>
public sealed class ForgeSource : IUsageSource
{
    public string Id => "forge";

    public string Name => "Forge";

    public IRecount Recount { get; } = new ForgeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".forge/.forge.db"), new(RootPlace.Home, "forge/.forge.db")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("FORGE_CONFIG", [".forge.db"])];

    public bool BillsByLoggedCost => true;

    /// <summary>The roots are the databases themselves.</summary>
    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.IsEmpty;

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("conversations", "conversation_id", "context")) return;
        string[] columns = ["conversation_id", "context", "updated_at", "created_at"];
        foreach (SqliteRow row in database.Select("conversations", columns, "WHERE context IS NOT NULL"))
        {
            var conversation = new ForgeConversation(sink.Name(row.Text(0)), row.TimeMs(2) ?? row.TimeMs(3), file, sink);
            if (!conversation.TryRead(row.Text(1))) row.ReportMalformed();
        }
    }
}
