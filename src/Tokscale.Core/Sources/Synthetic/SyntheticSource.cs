using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Synthetic: a gateway, and the database of its own agent, Octofriend. See FORMAT.md.</summary>
public sealed class SyntheticSource : IUsageSource
{
    private const string DatabaseName = "sqlite.db";

    public string Id => "synthetic";

    public string Name => "Synthetic";

    public IRecount Recount { get; } = new SyntheticRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "octofriend/" + DatabaseName)];

    public Gateway? Gateway { get; } = new(SyntheticGateway.Serves, SyntheticGateway.ShortNameOf, "synthetic");

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => SyntheticParser.Read(file, sink);
}
