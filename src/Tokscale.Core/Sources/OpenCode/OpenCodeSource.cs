using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>OpenCode: a SQLite database, before that one JSON file a message. See FORMAT.md.</summary>
public sealed class OpenCodeSource : IUsageSource
{
    private const string DataFolder = "opencode";

    public string Id => "opencode";

    public string Name => "OpenCode";

    public IRecount Recount { get; } = new OpenCodeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder),
        new(RootPlace.AppData, DataFolder, RootSystems.MacOS),
        new(RootPlace.AppData, DataFolder + "/Data", RootSystems.Windows),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("OPENCODE_DATA_DIR", [""])];

    public DuplicateRule Duplicates { get; } = new MessageCopies();

    public bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.Contains('/')) return IsDatabaseName(relativePath);
        return relativePath.EndsWith(".json", StringComparison.Ordinal) && OpenCodeFolders.IsInMessages(relativePath);
    }

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => OpenCodeFolders.CanLeadToMessages(relativeFolder);

    public IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf("OPENCODE_DATA_DIR");
        if (folders.Count == 0) folders = [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];
        return MessageDatabases.NamedBy(home, "OPENCODE_DB", folders);
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name.EndsWith(".json", StringComparison.Ordinal)) new OpenCodeFileParser(file, reader, sink).Read();
        else OpenCodeDatabase.Read(file, sink);
    }

    private static bool IsDatabaseName(ReadOnlySpan<char> name) => name is "opencode.db" || MessageDatabases.IsOfChannel(name, "opencode-");
}
