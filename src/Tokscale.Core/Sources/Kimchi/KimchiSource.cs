using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimchi;

/// <summary>Kimchi: a session a file, as a tree of entries. See FORMAT.md.</summary>
public sealed class KimchiSource : IUsageSource
{
    private static readonly EntryFormat s_format = new();

    public string Id => "kimchi";

    public string Name => "Kimchi";

    public IRecount Recount { get; } = new EntryRecount { IsLaterFork = true };

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".config/kimchi/harness/sessions"),
        new(RootPlace.XdgConfig, "kimchi/harness/sessions"),
    ];

    /// <summary>The program sets it anew when it starts, so it moves nothing that it writes.</summary>
    public IReadOnlyList<RootVariable> Variables { get; } = [new("KIMCHI_CODING_AGENT_DIR", ["sessions"], Adds: true)];

    public DuplicateRule Duplicates => EntryCopies.Rule;

    public bool BillsByLoggedCost => true;

    public bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
