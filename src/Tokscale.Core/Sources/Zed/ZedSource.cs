using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zed;

/// <summary>The agent of the Zed editor: a SQLite database of compressed threads. See FORMAT.md.</summary>
public sealed class ZedSource : UsageSource
{
    private const string DatabaseName = "threads.db";

    public override string Id => "zed";

    public override string Name => "Zed";

    public override IRecount Recount { get; } = new ZedRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, "zed/threads/" + DatabaseName, RootSystems.Linux),
        new(RootPlace.Home, ".var/app/dev.zed.Zed/data/zed/threads/" + DatabaseName, RootSystems.Linux),
        new(RootPlace.AppData, "Zed/threads/" + DatabaseName, RootSystems.MacOS | RootSystems.Windows),
    ];

    /// <summary>The database may lie in two places when the editor was installed anew.</summary>
    public override DuplicateRule Duplicates { get; } = new LargestSessionRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("threads", "id", "data")) return;
        using var parser = new ZedParser(file, sink);
        ReadOnlySpan<string> columns = ["id", "data_type", "data", "created_at", "updated_at", "folder_paths", "folder_paths_order"];
        foreach (SqliteRow row in database.Select("threads", columns)) parser.ReadRow(row);
    }
}
