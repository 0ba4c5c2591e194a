using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Fx;

/// <summary>Vercel Labs' fx: totals of each session. See FORMAT.md.</summary>
public sealed class FxSource : UsageSource
{
    public override string Id => "fx";

    public override string Name => "fx";

    public override IRecount Recount { get; } = new FxRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".fx/sessions")];

    public override bool BillsByLoggedCost => true;

    /// <summary>Totals only grow: of two copies of a session the larger is the newer.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/usage-v2.json", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.Contains('/');

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        FxSession session = FxSession.Beside(file, reader, sink);
        new FxParser(file, sink, session).Read(reader.ReadDocument(file));
    }
}
