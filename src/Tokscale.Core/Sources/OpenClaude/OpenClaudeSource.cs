using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaude;

/// <summary>OpenClaude: a fork that writes its origin's transcripts, with models of every maker. See FORMAT.md.</summary>
public sealed class OpenClaudeSource : UsageSource
{
    private static readonly TranscriptFormat s_format = new(defaultProvider: null, uniqueIdPrefix: "msg_");

    public override string Id => "openclaude";

    public override string Name => "OpenClaude";

    public override IRecount Recount { get; } = new TranscriptRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".openclaude/projects")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("OPENCLAUDE_CONFIG_DIR", ["projects", ""])];

    public override DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(TranscriptCopies.Merge);

    public override bool IsLog(ReadOnlySpan<char> relativePath) => TranscriptReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => TranscriptReader.Read(file, reader, sink, s_format);
}
