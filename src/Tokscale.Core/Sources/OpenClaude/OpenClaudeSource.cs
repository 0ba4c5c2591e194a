using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaude;

/// <summary>OpenClaude: a fork that writes its origin's transcripts, with models of every maker. See FORMAT.md.</summary>
public sealed class OpenClaudeSource : IUsageSource
{
    private static readonly TranscriptFormat s_format = new(defaultProvider: null, uniqueIdPrefix: "msg_");

    public string Id => "openclaude";

    public string Name => "OpenClaude";

    public IRecount Recount { get; } = new TranscriptRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".openclaude/projects")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("OPENCLAUDE_CONFIG_DIR", ["projects", ""])];

    public DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(TranscriptCopies.Merge);

    public bool IsLog(ReadOnlySpan<char> relativePath) => TranscriptReader.IsLog(relativePath);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => TranscriptReader.Read(file, reader, sink, s_format);
}
