using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Omp;

/// <summary>Oh My Pi: a session a file, as a tree of entries. See FORMAT.md.</summary>
public sealed class OmpSource : UsageSource
{
    private const string OwnFolder = ".omp";

    private static readonly EntryFormat s_format = new() { IsBookkeeping = OmpImports.IsImported };

    public override string Id => "omp";

    public override string Name => "Oh My Pi";

    public override IRecount Recount { get; } = new OmpRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, OwnFolder + "/agent/sessions"),
        new(RootPlace.Home, OwnFolder + "/profiles/*/agent/sessions"),
        new(RootPlace.XdgData, "omp/sessions", RootSystems.Linux | RootSystems.MacOS),
        new(RootPlace.XdgData, "omp/profiles/*/sessions", RootSystems.Linux | RootSystems.MacOS),
    ];

    public override DuplicateRule Duplicates => EntryCopies.Rule;

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    /// <summary>The agent that this one was forked from has the same variable; a value that is not below our folder is its.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home) =>
        home.PathsOf("PI_CODING_AGENT_DIR")
            .SelectMany(path => path.Split('/', '\\').Contains(OwnFolder) ? (string[])[Path.Join(path, "sessions")] : []);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
