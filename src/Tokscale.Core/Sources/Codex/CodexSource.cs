using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Codex;

/// <summary>Codex CLI, its IDE extension, desktop app and <c>codex exec</c>: rollouts, one file a thread. See FORMAT.md.</summary>
public sealed class CodexSource : UsageSource
{
    private const string HomeVariable = "CODEX_HOME", XcodeHome = "Library/Developer/Xcode/CodingAssistant/codex/";

    /// <summary>Homes that Orca starts the program in, whatever the variable says: one for all accounts, and one for each.</summary>
    private static readonly string[] s_orcaHomes = ["orca/codex-runtime-home/home/", "orca/codex-accounts/*/home/"];

    private static readonly RolloutProgram s_program = new("Codex", UnnamedModel: "legacy-codex-unknown");

    public override string Id => "codex";

    public override string Name => "Codex";

    public override IRecount Recount { get; } = new RolloutRecount("legacy-codex-unknown");

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".codex/sessions", UnlessSet: HomeVariable),
        new(RootPlace.Home, ".codex/archived_sessions", UnlessSet: HomeVariable),
        new(RootPlace.Home, XcodeHome + "sessions", RootSystems.MacOS),
        new(RootPlace.Home, XcodeHome + "archived_sessions", RootSystems.MacOS),
        .. from home in s_orcaHomes
           from folder in (string[])["sessions", "archived_sessions"]
           select new SourceRoot(RootPlace.AppConfig, home + folder),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new(HomeVariable, ["sessions"], Adds: true),
        new(HomeVariable, ["archived_sessions"], Adds: true),
    ];

    public override DuplicateRule Duplicates { get; } = new RolloutDuplicateRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => RolloutFile.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => RolloutReader.Read(file, reader, sink, s_program);
}
