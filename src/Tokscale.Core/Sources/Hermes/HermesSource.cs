using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Hermes Agent: one SQLite database a profile. See FORMAT.md.</summary>
public sealed class HermesSource : IUsageSource
{
    private const string DatabaseName = "state.db", Profiles = "profiles";

    public string Id => "hermes";

    public string Name => "Hermes Agent";

    public IRecount Recount { get; } = new HermesRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".hermes", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.AppData, "hermes", RootSystems.Windows),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("HERMES_HOME", [""])];

    public bool BillsByLoggedCost => true;

    /// <summary>A profile can be made as a copy of another, with its sessions.</summary>
    public DuplicateRule Duplicates { get; } = new LargestSessionRule();

    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(DatabaseName)
        || relativePath.StartsWith(Profiles + "/", StringComparison.Ordinal)
        && relativePath.EndsWith("/" + DatabaseName, StringComparison.Ordinal);

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder.SequenceEqual(Profiles)
        || relativeFolder.StartsWith(Profiles + "/", StringComparison.Ordinal) && relativeFolder.Count('/') == 1;

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => HermesParser.Read(file, sink);
}
