using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Senpi;

/// <summary>Senpi: a session a file, as a tree of entries; those of tasks lie in the projects. See FORMAT.md.</summary>
public sealed class SenpiSource : UsageSource
{
    private const string Variable = "SENPI_CODING_AGENT_DIR";

    private static readonly EntryFormat s_format = new();

    public override string Id => "senpi";

    public override string Name => "Senpi";

    public override IRecount Recount { get; } = new EntryRecount { IsLaterFork = true };

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".senpi/agent/sessions", UnlessSet: Variable),
        new(RootPlace.Home, ".omo/agent/sessions"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(Variable, ["sessions"], Adds: true)];

    public override DuplicateRule Duplicates => EntryCopies.Rule;

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    /// <summary>Sessions of tasks lie in the project they work on; the other sessions tell which projects there are.</summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        List<string> roots = [Path.Join(home.Path, ".omo", "agent", "sessions")];
        roots.AddRange(home.Variable(Variable) is null
            ? [Path.Join(home.Path, ".senpi", "agent", "sessions")]
            : home.PathsOf(Variable).Select(path => Path.Join(path, "sessions")));
        var children = new List<string>();
        // A child may work on another project, which has children of its own.
        for (List<string> next = roots; next.Count > 0; children.AddRange(next))
        {
            next =
            [
                .. SenpiProjects.NamedIn(next)
                    .Select(project => Path.Join(project, ".omo", "senpi-task", "children"))
                    .Where(folder => FileStatus.Of(folder).Kind == FileStatus.FileKind.Folder)
                    .Except(children),
            ];
        }
        return children;
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
