using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Unsloth;

/// <summary>Unsloth Studio: a SQLite database of chats and of calls to its server. See FORMAT.md.</summary>
public sealed class UnslothSource : UsageSource
{
    private const string DatabaseName = "studio.db";

    public override string Id => "unsloth";

    public override string Name => "Unsloth Studio";

    public override IRecount Recount { get; } = new UnslothRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".unsloth/studio/" + DatabaseName)];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("UNSLOTH_STUDIO_HOME", [DatabaseName])];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => UnslothParser.Read(file, sink);
}
