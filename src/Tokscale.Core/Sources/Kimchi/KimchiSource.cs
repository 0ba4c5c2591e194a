using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimchi;

/// <summary>Kimchi: a session a file, as a tree of entries. See FORMAT.md.</summary>
public sealed class KimchiSource : UsageSource
{
    private static readonly EntryFormat s_format = new();

    public override string Id => "kimchi";

    public override string Name => "Kimchi";

    public override IRecount Recount { get; } = new EntryRecount { IsLaterFork = true };

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".config/kimchi/harness/sessions"),
        new(RootPlace.XdgConfig, "kimchi/harness/sessions"),
    ];

    /// <summary>The program sets it anew when it starts, so it moves nothing that it writes.</summary>
    public override IReadOnlyList<RootVariable> Variables { get; } = [new("KIMCHI_CODING_AGENT_DIR", ["sessions"], Adds: true)];

    public override DuplicateRule Duplicates => EntryCopies.Rule;

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
