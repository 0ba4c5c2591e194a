using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Kiro: sessions of its CLI and of its editor, each in an older and a newer form. See FORMAT.md.</summary>
public sealed class KiroSource : UsageSource
{
    private const string DatabaseName = "data.sqlite3", EditorStore = "User/globalStorage/kiro.kiroagent";

    public override string Id => "kiro";

    public override string Name => "Kiro";

    public override IRecount Recount { get; } = new KiroRecount();

    /// <summary>The older stores; where the newer sessions are, a variable may say.</summary>
    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppConfig, "Kiro/" + EditorStore),
        new(RootPlace.Home, ".kiro-server/data/" + EditorStore, RootSystems.Linux),
        new(RootPlace.AppData, "kiro-cli/" + DatabaseName),
    ];

    public override DuplicateRule Duplicates => DuplicateRule.BestCopy;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        KiroFiles.KindOf(relativePath) != KiroFileKind.None || relativePath.SequenceEqual(DatabaseName);

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        IReadOnlyList<string> folders = home.PathsOf("KIRO_HOME");
        return folders.Count > 0 ? folders.Select(folder => Path.Join(folder, "sessions")) : [home.Expand("~/.kiro/sessions")];
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        switch (KiroFiles.KindOf(file.RelativePath))
        {
            case KiroFileKind.CliSession: new KiroCliSession(file, sink).Read(reader); break;
            case KiroFileKind.EditorSession: new KiroEditorSession(file, sink).Read(reader); break;
            case KiroFileKind.Snapshot: KiroSnapshotParser.Read(reader.ReadDocument(file), file, sink); break;
            default: KiroDatabase.Read(file, sink); break;
        }
    }
}
