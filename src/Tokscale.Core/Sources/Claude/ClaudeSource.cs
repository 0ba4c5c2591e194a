using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Claude;

/// <summary>Claude Code: JSONL transcripts, one folder a project. See FORMAT.md.</summary>
public sealed class ClaudeSource : IUsageSource
{
    private const string HomeVariable = "CLAUDE_CONFIG_DIR";

    /// <summary>Where the desktop app keeps the sessions that it runs the program for, each under a configuration folder of its own.</summary>
    private const string DesktopSessions = "Claude/local-agent-mode-sessions/*/*/";

    private const string ProjectsOfSession = "local_*/.claude/projects";

    private static readonly TranscriptFormat s_format = new(defaultProvider: "anthropic", uniqueIdPrefix: "msg_");

    public string Id => "claude";

    public string Name => "Claude Code";

    public IRecount Recount { get; } = new TranscriptRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".claude/projects", UnlessSet: HomeVariable),
        new(RootPlace.XdgConfig, "claude/projects", UnlessSet: HomeVariable),
        new(RootPlace.Home, ".claude/transcripts", UnlessSet: HomeVariable),
        new(RootPlace.Home, ".cc-mirror/*/config/projects", UnlessSet: HomeVariable),
        new(RootPlace.AppConfig, DesktopSessions + ProjectsOfSession),
        new(RootPlace.AppConfig, DesktopSessions + "agent/" + ProjectsOfSession),
        new(RootPlace.AppData, "Packages/Claude_*/LocalCache/Roaming/" + DesktopSessions + ProjectsOfSession, RootSystems.Windows),
        new(RootPlace.Home, "Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/projects", RootSystems.MacOS),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, ["projects", ""], Adds: true)];

    public TimeSpan? BillingWindow => TimeSpan.FromHours(5);

    public DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(TranscriptCopies.Merge);

    public bool IsLog(ReadOnlySpan<char> relativePath) => TranscriptReader.IsLog(relativePath);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => TranscriptReader.Read(file, reader, sink, s_format);
}
