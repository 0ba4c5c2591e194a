using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Gjc;

/// <summary>Gajae-Code: a session a file, as a tree of entries. See FORMAT.md.</summary>
public sealed class GjcSource : UsageSource
{
    private const string DataFolder = "gjc/sessions";

    private static readonly EntryFormat s_format = new() { Identity = EntryIdentity.SessionAndId, IsZeroCostStated = true };

    public override string Id => "gjc";

    public override string Name => "Gajae-Code";

    public override IRecount Recount { get; } = new EntryRecount { IsLaterFork = true, KeepsFreeCost = true, IsToldBySession = true };

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".gjc/agent/sessions"), new(RootPlace.XdgData, DataFolder)];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new("GJC_CODING_AGENT_DIR", ["sessions"]),
        new("GJC_CONFIG_DIR", ["agent/sessions"]),
        new("PI_CONFIG_DIR", ["agent/sessions"]),
    ];

    public override DuplicateRule Duplicates => EntryCopies.Rule;

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    /// <summary>The variables move the agent's own folder, not the one for data.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home) => [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
