using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Crush;

/// <summary>Crush: one SQLite database a project, listed in a registry. See FORMAT.md.</summary>
public sealed class CrushSource : UsageSource
{
    private const string DatabaseName = "crush.db", DataFolder = "crush", GlobalData = "CRUSH_GLOBAL_DATA";

    public override string Id => "crush";

    public override string Name => "Crush";

    public override IRecount Recount { get; } = new CrushRecount();

    /// <summary>Where the registry lies; the databases are further roots.</summary>
    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder, RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppData, DataFolder, RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(GlobalData, [""])];

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is DatabaseName or CrushRegistry.FileName;

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf(GlobalData);
        if (folders.Count == 0) folders = [Path.Join(home.Place(OperatingSystem.IsWindows() ? RootPlace.AppData : RootPlace.XdgData), DataFolder)];
        return folders.SelectMany(data => CrushRegistry.ReadDataFolders(data).Select(folder => Path.Join(folder, DatabaseName)));
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name == CrushRegistry.FileName) ListedPlaces.Check(reader.ReadDocument(file), sink);
        else CrushParser.Read(file, sink);
    }
}
