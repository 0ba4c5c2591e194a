using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Hermes Agent: one SQLite database a profile. See FORMAT.md.</summary>
public sealed class HermesSource : UsageSource
{
    private const string DatabaseName = "state.db", Profiles = "profiles";

    public override string Id => "hermes";

    public override string Name => "Hermes Agent";

    public override IRecount Recount { get; } = new HermesRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".hermes", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppData, "hermes", RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("HERMES_HOME", [""])];

    public override bool BillsByLoggedCost => true;

    /// <summary>A profile can be made as a copy of another, with its sessions.</summary>
    public override DuplicateRule Duplicates { get; } = new LargestSessionRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(DatabaseName)
        || relativePath.StartsWith(Profiles + "/", StringComparison.Ordinal)
        && relativePath.EndsWith("/" + DatabaseName, StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder.SequenceEqual(Profiles)
        || relativeFolder.StartsWith(Profiles + "/", StringComparison.Ordinal) && relativeFolder.Count('/') == 1;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => HermesParser.Read(file, sink);
}
