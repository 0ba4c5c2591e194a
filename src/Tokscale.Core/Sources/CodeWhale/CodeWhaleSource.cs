using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeWhale;

/// <summary>CodeWhale, before that DeepSeek TUI: one document a session, with one sum of tokens. See FORMAT.md.</summary>
public sealed class CodeWhaleSource : UsageSource
{
    public override string Id => "codewhale";

    public override string Name => "CodeWhale";

    public override IRecount Recount { get; } = new CodeWhaleRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".codewhale/sessions"), new(RootPlace.Home, ".deepseek/sessions")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("CODEWHALE_HOME", ["sessions"])];

    /// <summary>The program took its sessions along when it was renamed. A fork begins with the sums of its parent.</summary>
    public override DuplicateRule Duplicates { get; } = new WholeFileRule((_, _) => true);

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        !relativePath.Contains('/') && relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new CodeWhaleParser(file, sink).Read(reader.ReadDocument(file));
}
