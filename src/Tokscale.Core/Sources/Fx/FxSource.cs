using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Fx;

/// <summary>Vercel Labs' fx: totals of each session. See FORMAT.md.</summary>
public sealed class FxSource : IUsageSource
{
    public string Id => "fx";

    public string Name => "fx";

    public IRecount Recount { get; } = new FxRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".fx/sessions")];

    public bool BillsByLoggedCost => true;

    /// <summary>Totals only grow: of two copies of a session the larger is the newer.</summary>
    public DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/usage-v2.json", StringComparison.Ordinal);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.Contains('/');

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        FxSession session = FxSession.Beside(file, reader, sink);
        new FxParser(file, sink, session).Read(reader.ReadDocument(file));
    }
}
