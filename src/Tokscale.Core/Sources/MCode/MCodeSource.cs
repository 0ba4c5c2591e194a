using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.MCode;

/// <summary>MiniMax Code: saved output streams of the program, which keeps no usage itself. See FORMAT.md.</summary>
public sealed class MCodeSource : IUsageSource
{
    public string Id => "mcode";

    public string Name => "MiniMax Code";

    public IRecount Recount { get; } = new MCodeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Tokscale, "headless/mcode"),
        new(RootPlace.AppConfig, "tokscale/headless/mcode", RootSystems.MacOS),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("TOKSCALE_HEADLESS_DIR", ["mcode"])];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        var parser = new MCodeParser(file, sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        parser.AddRows();
    }
}
