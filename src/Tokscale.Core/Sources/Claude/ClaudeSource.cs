using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Claude;

/// <summary>Claude Code: JSONL transcripts, one folder a project. See FORMAT.md.</summary>
public sealed class ClaudeSource : IUsageSource
{
    private static readonly TranscriptFormat s_format = new(defaultProvider: "anthropic", uniqueIdPrefix: "msg_");

    public string Id => "claude";

    public string Name => "Claude Code";

    public IRecount Recount { get; } = new TranscriptRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".claude/projects"),
        new(RootPlace.XdgConfig, "claude/projects"),
        new(RootPlace.Home, ".claude/transcripts"),
        new(RootPlace.Home, ".cc-mirror/*/config/projects"),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("CLAUDE_CONFIG_DIR", ["projects", ""])];

    public TimeSpan? BillingWindow => TimeSpan.FromHours(5);

    public DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(TranscriptCopies.Merge);

    public bool IsLog(ReadOnlySpan<char> relativePath) => TranscriptReader.IsLog(relativePath);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => TranscriptReader.Read(file, reader, sink, s_format);
}
