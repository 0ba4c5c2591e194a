using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>ZCode: a SQLite database with a row for each request. See FORMAT.md.</summary>
public sealed class ZCodeSource : IUsageSource
{
    private const string DatabasePath = "cli/db/db.sqlite";

    public string Id => "zcode";

    public string Name => "ZCode";

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".zcode/" + DatabasePath)];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("ZCODE_HOME", [DatabasePath])];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual("db.sqlite");

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => ZCodeParser.Read(file, sink);
}
