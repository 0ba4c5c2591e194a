using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Goose;

/// <summary>Goose: a SQLite database of sessions, before that one JSONL file a session. See FORMAT.md.</summary>
public sealed class GooseSource : UsageSource
{
    private const string DatabaseName = "sessions.db";

    public override string Id => "goose";

    public override string Name => "Goose";

    public override IRecount Recount { get; } = new GooseRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, "goose/sessions", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.XdgData, "Block/goose/sessions", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppData, "goose/sessions", RootSystems.MacOS),
        new(RootPlace.AppData, "Block/goose/sessions", RootSystems.MacOS),
        new(RootPlace.AppConfig, "Block/goose/data/sessions", RootSystems.Windows),
        new(RootPlace.AppConfig, "Block/goose/sessions", RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("GOOSE_PATH_ROOT", ["data/sessions"])];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new DatabaseFirstRule(new LargestSessionRule());

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(DatabaseName) || relativePath.EndsWith(".jsonl", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(".jsonl", StringComparison.Ordinal)) GooseSessionFile.Read(file, reader, sink);
        else GooseDatabase.Read(file, sink);
    }
}
