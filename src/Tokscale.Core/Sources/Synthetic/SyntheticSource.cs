using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Synthetic: a gateway, and the database of its own agent, Octofriend. See FORMAT.md.</summary>
public sealed class SyntheticSource : UsageSource
{
    private const string DatabaseName = "sqlite.db";

    public override string Id => "synthetic";

    public override string Name => "Synthetic";

    public override IRecount Recount { get; } = new SyntheticRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "octofriend/" + DatabaseName)];

    public override Gateway? Gateway { get; } = new(SyntheticGateway.Serves, SyntheticGateway.ShortNameOf, "synthetic");

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => SyntheticParser.Read(file, sink);
}
