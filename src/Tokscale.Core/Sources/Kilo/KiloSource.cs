using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kilo;

/// <summary>Kilo: SQLite databases of messages, one a release channel. See FORMAT.md.</summary>
public sealed class KiloSource : UsageSource
{
    private const string DataFolder = "kilo";

    public override string Id => "kilo";

    public override string Name => "Kilo";

    public override IRecount Recount { get; } = new MessageRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, DataFolder)];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("KILO_DATA_DIR", [""])];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new MessageCopies();

    /// <summary>Early channels have databases with the name of the program that this one began as.</summary>
    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "kilo.db"
        || MessageDatabases.IsOfChannel(relativePath, "kilo-") || MessageDatabases.IsOfChannel(relativePath, "opencode-");

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf("KILO_DATA_DIR");
        if (folders.Count == 0) folders = [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];
        return MessageDatabases.NamedBy(home, "KILO_DB", folders);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is not null) new MessageTables(database, KiloMessages.Format, file, sink).Read();
    }
}
