using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeWhale;

/// <summary>CodeWhale, before that DeepSeek TUI: one document a session, with one sum of tokens. See FORMAT.md.</summary>
public sealed class CodeWhaleSource : IUsageSource
{
    public string Id => "codewhale";

    public string Name => "CodeWhale";

    public IRecount Recount { get; } = new CodeWhaleRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".codewhale/sessions"), new(RootPlace.Home, ".deepseek/sessions")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("CODEWHALE_HOME", ["sessions"])];

    /// <summary>The program took its sessions along when it was renamed. A fork begins with the sums of its parent.</summary>
    public DuplicateRule Duplicates { get; } = new WholeFileRule((_, _) => true);

    public bool BillsByLoggedCost => true;

    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        !relativePath.Contains('/') && relativePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => new CodeWhaleParser(file, sink).Read(reader.ReadDocument(file));
}
