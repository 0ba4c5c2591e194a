using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MiCode;

/// <summary>MiMo Code: SQLite databases of messages, one a release channel. See FORMAT.md.</summary>
public sealed class MiCodeSource : UsageSource
{
    private const string DataFolder = "mimocode", HomeVariable = "MIMOCODE_HOME", DataBelowHome = "data";

    public override string Id => "micode";

    public override string Name => "MiMo Code";

    public override IRecount Recount { get; } = new MessageRecount(prefersInnerId: true, comparesCost: true, MiCodeImports.Tables);

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder, UnlessSet: HomeVariable),
        new(RootPlace.AppData, "orca/mimocode-hooks/shared/data", RootSystems.MacOS),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, [DataBelowHome], Adds: true)];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new MessageCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".db", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IEnumerable<string> folders = home.PathsOf(HomeVariable).Select(folder => Path.Join(folder, DataBelowHome));
        return MessageDatabases.NamedBy(home, "MIMOCODE_DB", folders.DefaultIfEmpty(Path.Join(home.Place(RootPlace.XdgData), DataFolder)));
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null) return;
        MiCodeImports? imports = MiCodeImports.In(database);
        new MessageTables(database, MiCodeMessages.Format, file, sink) { IsForeign = imports is null ? null : imports.Has }.Read();
    }
}
