using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Hindsight;

/// <summary>Hindsight, a memory service: its usage API saved as JSONL. See FORMAT.md.</summary>
public sealed class HindsightSource : UsageSource
{
    public override string Id => "hindsight";

    public override string Name => "Hindsight";

    public override IRecount Recount { get; } = new HindsightRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".hindsight/usage")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("HINDSIGHT_HOME", ["usage"])];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file), new HindsightParser(file, sink), sink);
}
