using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Meept;

/// <summary>Meept: one database with a row a call. See FORMAT.md.</summary>
public sealed class MeeptSource : IUsageSource
{
    public string Id => "meept";

    public string Name => "Meept";

    public IRecount Recount { get; } = new MeeptRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".meept")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "metrics.db";

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => MeeptDatabase.Read(file, sink);
}
