using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>OpenCode: a SQLite database, before that one JSON file a message. See FORMAT.md.</summary>
public sealed class OpenCodeSource : UsageSource
{
    private const string DataFolder = "opencode";

    public override string Id => "opencode";

    public override string Name => "OpenCode";

    public override IRecount Recount { get; } = new OpenCodeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder),
        new(RootPlace.AppData, DataFolder, RootSystems.MacOS),
        new(RootPlace.AppData, DataFolder + "/Data", RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("OPENCODE_DATA_DIR", [""])];

    public override DuplicateRule Duplicates { get; } = new MessageCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.Contains('/')) return IsDatabaseName(relativePath);
        return relativePath.EndsWith(".json", StringComparison.Ordinal) && OpenCodeFolders.IsInMessages(relativePath);
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => OpenCodeFolders.CanLeadToMessages(relativeFolder);

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf("OPENCODE_DATA_DIR");
        if (folders.Count == 0) folders = [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];
        return MessageDatabases.NamedBy(home, "OPENCODE_DB", folders);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name.EndsWith(".json", StringComparison.Ordinal)) new OpenCodeFileParser(file, reader, sink).Read();
        else OpenCodeDatabase.Read(file, sink);
    }

    private static bool IsDatabaseName(ReadOnlySpan<char> name) => name is "opencode.db" || MessageDatabases.IsOfChannel(name, "opencode-");
}
