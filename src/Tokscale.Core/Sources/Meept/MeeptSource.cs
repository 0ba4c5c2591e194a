using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Meept;

/// <summary>Meept: one database with a row a call. See FORMAT.md.</summary>
public sealed class MeeptSource : UsageSource
{
    public override string Id => "meept";

    public override string Name => "Meept";

    public override IRecount Recount { get; } = new MeeptRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".meept")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath is "metrics.db";

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => MeeptDatabase.Read(file, sink);
}
