using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>MiniMax Code: histories of its sessions, and saved output streams of runs that left none. See FORMAT.md.</summary>
public sealed class MCodeSource : UsageSource
{
    private const string HeadlessVariable = "TOKSCALE_HEADLESS_DIR", Sessions = "v2/sessions";

    public override string Id => "mcode";

    public override string Name => "MiniMax Code";

    public override IRecount Recount { get; } = new MCodeRecount();

    /// <summary>A profile has a folder of its own; the program was once called otherwise.</summary>
    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".minimax/" + Sessions),
        new(RootPlace.Home, ".minimax-*/" + Sessions),
        new(RootPlace.Home, ".mavis*/" + Sessions),
        new(RootPlace.XdgData, "minimax/" + Sessions, RootSystems.Linux),
        new(RootPlace.XdgData, "minimax-*/" + Sessions, RootSystems.Linux),
        new(RootPlace.Tokscale, "headless/mcode", UnlessSet: HeadlessVariable),
        new(RootPlace.AppConfig, "tokscale/headless/mcode", RootSystems.MacOS, HeadlessVariable),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new("MINIMAX_DATA_DIR", [Sessions], Adds: true),
        new("MAVIS_DATA_DIR", [Sessions], Adds: true),
        new(HeadlessVariable, ["mcode"], Adds: true),
    ];

    public override DuplicateRule Duplicates { get; } = new MCodeCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        && (!MCodeFolder.Holds(relativePath) || MCodeFolder.IsHistory(relativePath));

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (MCodeFolder.Holds(file.RelativePath))
        {
            JsonLines.Read(reader.OpenLines(file, MCodeHistoryParser.Marker), new MCodeHistoryParser(file, sink), sink);
            return;
        }
        var parser = new MCodeParser(file, sink);
        JsonLines.Read(reader.OpenLines(file), parser, sink);
        parser.AddRows();
    }
}
