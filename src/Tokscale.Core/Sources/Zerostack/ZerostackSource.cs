using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zerostack;

/// <summary>Zerostack: one document a session, with its sums. See FORMAT.md.</summary>
public sealed class ZerostackSource : IUsageSource
{
    public string Id => "zerostack";

    public string Name => "Zerostack";

    public IRecount Recount { get; } = new ZerostackRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppData, "zerostack/sessions", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppConfig, "zerostack/sessions", RootSystems.Windows),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("ZS_DATA_DIR", ["sessions"])];

    public DuplicateRule Duplicates { get; } = new WholeFileRule();

    public bool BillsByLoggedCost => true;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        ZerostackParser.Read(reader.ReadDocument(file), file, sink);
}
