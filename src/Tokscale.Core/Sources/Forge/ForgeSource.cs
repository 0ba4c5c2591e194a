using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Forge;

/// <summary>Forge: a SQLite database with one document a conversation. See FORMAT.md.</summary>
public sealed class ForgeSource : UsageSource
{
    public override string Id => "forge";

    public override string Name => "Forge";

    public override IRecount Recount { get; } = new ForgeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".forge/.forge.db"), new(RootPlace.Home, "forge/.forge.db")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("FORGE_CONFIG", [".forge.db"])];

    public override bool BillsByLoggedCost => true;

    /// <summary>The roots are the databases themselves.</summary>
    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.IsEmpty;

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
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
