using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Antigravity;

/// <summary>Antigravity before its database: usage as another tool's sync saved it from the running editor. See FORMAT.md.</summary>
public sealed class AntigravitySource : UsageSource
{
    public override string Id => "antigravity";

    public override string Name => "Antigravity";

    public override IRecount Recount { get; } = new AntigravityRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Tokscale, "antigravity-cache/sessions")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new AntigravityParser(file, sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        parser.FillGaps();
    }
}
