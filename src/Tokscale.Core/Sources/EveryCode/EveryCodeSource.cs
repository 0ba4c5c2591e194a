using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.EveryCode;

/// <summary>Every Code: rollouts, one file a session. See FORMAT.md.</summary>
public sealed class EveryCodeSource : UsageSource
{
    private const string HomeVariable = "CODE_HOME", ForeignVariable = "CODEX_HOME", UnnamedModel = "unknown";

    private static readonly RolloutProgram s_program = new("Every Code", UnnamedModel);

    public override string Id => "every-code";

    public override string Name => "Every Code";

    public override IRecount Recount { get; } = new RolloutRecount(UnnamedModel);

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".code/sessions", UnlessSet: HomeVariable)];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, ["sessions"], Adds: true)];

    public override DuplicateRule Duplicates { get; } = new RolloutDuplicateRule();

    /// <summary>The agent that this one was forked from writes the same files; one home may serve both.</summary>
    public override IEnumerable<string> FindForeignRoots(HomeDirectory home)
    {
        IReadOnlyList<string> homes = home.PathsOf(ForeignVariable);
        if (homes.Count == 0) homes = [home.Expand("~/.codex")];
        return homes.Select(path => Path.Join(path, "sessions"));
    }

    public override bool IsLog(ReadOnlySpan<char> relativePath) => RolloutFile.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => RolloutReader.Read(file, reader, sink, s_program);
}
