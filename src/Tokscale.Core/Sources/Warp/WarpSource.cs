using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>The agent of the Warp terminal: its database, and the account's usage as another tool's sync saved it. See FORMAT.md.</summary>
public sealed class WarpSource : UsageSource
{
    private const string DatabaseName = "warp.sqlite";
    private const string GroupContainer = "Library/Group Containers/2BBY89MBSN.dev.warp/Library/Application Support/";

    public override string Id => "warp";

    public override string Name => "Warp";

    public override IRecount Recount { get; } = new WarpRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Tokscale, "warp-cache"),
        new(RootPlace.XdgState, "warp-terminal/" + DatabaseName, RootSystems.Linux),
        new(RootPlace.Home, GroupContainer + "dev.warp.Warp-Stable/" + DatabaseName, RootSystems.MacOS),
        new(RootPlace.Home, GroupContainer + "dev.warp.Warp-Preview/" + DatabaseName, RootSystems.MacOS),
        new(RootPlace.AppData, "warp/Warp/data/" + DatabaseName, RootSystems.Windows),
    ];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new WarpCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(DatabaseName)
        || relativePath.StartsWith("usage", StringComparison.Ordinal) && relativePath.EndsWith(".json", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(".json", StringComparison.Ordinal)) WarpAccount.Read(reader.ReadDocument(file), file, sink);
        else WarpDatabase.Read(file, sink);
    }
}
