using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kilo;

/// <summary>Kilo: SQLite databases of messages, one a release channel. See FORMAT.md.</summary>
public sealed class KiloSource : IUsageSource
{
    private const string DataFolder = "kilo";

    public string Id => "kilo";

    public string Name => "Kilo";

    public IRecount Recount { get; } = new MessageRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, DataFolder)];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("KILO_DATA_DIR", [""])];

    public bool BillsByLoggedCost => true;

    public DuplicateRule Duplicates { get; } = new MessageCopies();

    /// <summary>Early channels have databases with the name of the program that this one began as.</summary>
    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "kilo.db"
        || MessageDatabases.IsOfChannel(relativePath, "kilo-") || MessageDatabases.IsOfChannel(relativePath, "opencode-");

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf("KILO_DATA_DIR");
        if (folders.Count == 0) folders = [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];
        return MessageDatabases.NamedBy(home, "KILO_DB", folders);
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is not null) new MessageTables(database, KiloMessages.Format, file, sink).Read();
    }
}
