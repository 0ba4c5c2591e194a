using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zerostack;

/// <summary>Zerostack: one document a session, with its sums. See FORMAT.md.</summary>
public sealed class ZerostackSource : UsageSource
{
    public override string Id => "zerostack";

    public override string Name => "Zerostack";

    public override IRecount Recount { get; } = new ZerostackRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppData, "zerostack/sessions", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppConfig, "zerostack/sessions", RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("ZS_DATA_DIR", ["sessions"])];

    public override DuplicateRule Duplicates { get; } = new WholeFileRule();

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        ZerostackParser.Read(reader.ReadDocument(file), file, sink);
}
