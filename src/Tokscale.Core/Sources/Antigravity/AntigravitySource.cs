using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Antigravity;

/// <summary>Antigravity before its database: usage as another tool's sync saved it from the running editor. See FORMAT.md.</summary>
public sealed class AntigravitySource : IUsageSource
{
    public string Id => "antigravity";

    public string Name => "Antigravity";

    public IRecount Recount { get; } = new AntigravityRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Tokscale, "antigravity-cache/sessions")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new AntigravityParser(file, sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        parser.FillGaps();
    }
}
