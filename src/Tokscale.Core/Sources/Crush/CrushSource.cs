using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Crush;

/// <summary>Crush: one SQLite database a project, listed in a registry. See FORMAT.md.</summary>
public sealed class CrushSource : IUsageSource
{
    private const string DatabaseName = "crush.db", DataFolder = "crush", GlobalData = "CRUSH_GLOBAL_DATA";

    public string Id => "crush";

    public string Name => "Crush";

    public IRecount Recount { get; } = new CrushRecount();

    /// <summary>Where the registry lies; the databases are further roots.</summary>
    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder, RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppData, DataFolder, RootSystems.Windows),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new(GlobalData, [""])];

    public bool BillsByLoggedCost => true;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is DatabaseName or CrushRegistry.FileName;

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf(GlobalData);
        if (folders.Count == 0) folders = [Path.Join(home.Place(OperatingSystem.IsWindows() ? RootPlace.AppData : RootPlace.XdgData), DataFolder)];
        return folders.SelectMany(data => CrushRegistry.ReadDataFolders(data).Select(folder => Path.Join(folder, DatabaseName)));
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name == CrushRegistry.FileName) ListedPlaces.Check(reader.ReadDocument(file), sink);
        else CrushParser.Read(file, sink);
    }
}
