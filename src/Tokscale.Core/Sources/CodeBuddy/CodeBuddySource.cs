using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.CallLines;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeBuddy;

/// <summary>Tencent's CodeBuddy Code: JSONL transcripts. See FORMAT.md.</summary>
public sealed class CodeBuddySource : UsageSource
{
    public override string Id => "codebuddy";

    public override string Name => "CodeBuddy";

    public override IRecount Recount { get; } = new CallLineRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".codebuddy/projects")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("CODEBUDDY_CONFIG_DIR", ["projects", ""])];

    /// <summary>Later lines of a call are more complete.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.HighestRank;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file), new CallLineParser(file, sink), sink);
}
