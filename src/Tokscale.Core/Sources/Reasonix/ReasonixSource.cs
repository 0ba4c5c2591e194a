using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Reasonix;

/// <summary>Reasonix: statistics of its calls, a file a day; before, one ledger of all. See FORMAT.md.</summary>
public sealed class ReasonixSource : UsageSource
{
    private const string StateVariable = "REASONIX_STATE_HOME", HomeVariable = "REASONIX_HOME", StatsFolder = "stats";
    private const string LedgerFile = "usage.jsonl", LedgerPath = ".reasonix/" + LedgerFile;

    public override string Id => "reasonix";

    public override string Name => "Reasonix";

    public override IRecount Recount { get; } = new ReasonixRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".reasonix/stats", RootSystems.Linux | RootSystems.MacOS, UnlessSet: HomeVariable),
        new(RootPlace.AppConfig, "reasonix/stats", RootSystems.Windows, UnlessSet: HomeVariable),
        new(RootPlace.Home, LedgerPath),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(StateVariable, [StatsFolder])];

    /// <summary>The general variable counts only where the special one is not set; the ledger lay in one place always.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        yield return Path.Join(home.Place(RootPlace.Home), LedgerPath);
        if (home.Variable(StateVariable) is not null) yield break;
        foreach (string path in home.PathsOf(HomeVariable)) yield return Path.Join(path, StatsFolder);
    }

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.IsEmpty || relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        bool isLedger = Path.GetFileName(file.Path) == LedgerFile;
        JsonLines.Read(reader.OpenLines(file), isLedger ? new ReasonixLedger(file, sink) : new ReasonixParser(file, sink), sink);
    }
}
