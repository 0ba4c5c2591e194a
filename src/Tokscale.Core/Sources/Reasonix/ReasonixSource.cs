using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Reasonix;

/// <summary>Reasonix: statistics of its calls, a file a day. See FORMAT.md.</summary>
public sealed class ReasonixSource : IUsageSource
{
    private const string StateVariable = "REASONIX_STATE_HOME", HomeVariable = "REASONIX_HOME", StatsFolder = "stats";

    public string Id => "reasonix";

    public string Name => "Reasonix";

    public IRecount Recount { get; } = new ReasonixRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".reasonix/stats", RootSystems.Linux | RootSystems.MacOS, UnlessSet: HomeVariable),
        new(RootPlace.AppConfig, "reasonix/stats", RootSystems.Windows, UnlessSet: HomeVariable),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new(StateVariable, [StatsFolder])];

    /// <summary>The general variable counts only where the special one is not set.</summary>
    public IEnumerable<string> FindFurtherRoots(HomeDirectory home) =>
        home.Variable(StateVariable) is null ? home.PathsOf(HomeVariable).Select(path => Path.Join(path, StatsFolder)) : [];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file), new ReasonixParser(file, sink), sink);
}
