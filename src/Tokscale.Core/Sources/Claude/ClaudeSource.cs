using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Claude;

/// <summary>Claude Code: JSONL transcripts, one folder a project. See FORMAT.md.</summary>
public sealed class ClaudeSource : UsageSource
{
    private const string HomeVariable = "CLAUDE_CONFIG_DIR";

    /// <summary>The folder of the desktop app, and that of the same app where it calls models of a third party.</summary>
    private const string Desktop = "Claude/", DesktopOfThirdParty = "Claude-3p/";

    /// <summary>What Windows keeps apart for the app that comes from its store.</summary>
    private const string StorePackage = "Packages/Claude_*/LocalCache/";

    private static readonly TranscriptFormat s_format = new(defaultProvider: "anthropic", uniqueIdPrefix: "msg_");

    public override string Id => "claude";

    public override string Name => "Claude Code";

    public override IRecount Recount { get; } = new TranscriptRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".claude/projects", UnlessSet: HomeVariable),
        new(RootPlace.XdgConfig, "claude/projects", UnlessSet: HomeVariable),
        new(RootPlace.Home, ".claude/transcripts", UnlessSet: HomeVariable),
        new(RootPlace.Home, ".cc-mirror/*/config/projects", UnlessSet: HomeVariable),
        .. SessionsOf(RootPlace.AppConfig, Desktop),
        .. SessionsOf(RootPlace.AppConfig, DesktopOfThirdParty),
        .. SessionsOf(RootPlace.AppData, DesktopOfThirdParty, RootSystems.Windows),
        .. SessionsOf(RootPlace.AppData, StorePackage + "Roaming/" + Desktop, RootSystems.Windows),
        .. SessionsOf(RootPlace.AppData, StorePackage + "Local/" + DesktopOfThirdParty, RootSystems.Windows),
        new(RootPlace.Home, "Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/projects", RootSystems.MacOS),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, ["projects", ""], Adds: true)];

    public override TimeSpan? BillingWindow => TimeSpan.FromHours(5);

    public override DuplicateRule Duplicates { get; } = new KeyedDuplicateRule(TranscriptCopies.Merge);

    public override bool IsLog(ReadOnlySpan<char> relativePath) => TranscriptReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => TranscriptReader.Read(file, reader, sink, s_format);

    /// <summary>Where the desktop app keeps the sessions that it runs the program for, each under a configuration folder of its own.</summary>
    private static IEnumerable<SourceRoot> SessionsOf(RootPlace place, string app, RootSystems systems = RootSystems.All) =>
        from folder in (string[])["", "agent/"]
        select new SourceRoot(place, app + "local-agent-mode-sessions/*/*/" + folder + "local_*/.claude/projects", systems);
}
