using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.CallLines;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeBuddy;

/// <summary>Tencent's CodeBuddy Code: JSONL transcripts. See FORMAT.md.</summary>
public sealed class CodeBuddySource : IUsageSource
{
    public string Id => "codebuddy";

    public string Name => "CodeBuddy";

    public IRecount Recount { get; } = new CallLineRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".codebuddy/projects")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("CODEBUDDY_CONFIG_DIR", ["projects", ""])];

    /// <summary>Later lines of a call are more complete.</summary>
    public DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => JsonLines.Read(reader.OpenLines(file), new CallLineParser(file, sink), sink);
}
