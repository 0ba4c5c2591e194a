using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Unsloth;

/// <summary>Unsloth Studio: a SQLite database of chats and of calls to its server. See FORMAT.md.</summary>
public sealed class UnslothSource : IUsageSource
{
    private const string DatabaseName = "studio.db";

    public string Id => "unsloth";

    public string Name => "Unsloth Studio";

    public IRecount Recount { get; } = new UnslothRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".unsloth/studio/" + DatabaseName)];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("UNSLOTH_STUDIO_HOME", [DatabaseName])];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => UnslothParser.Read(file, sink);
}
