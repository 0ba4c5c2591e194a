using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Pi;

/// <summary>pi: a session a file, as a tree of entries. See FORMAT.md.</summary>
public sealed class PiSource : UsageSource
{
    private static readonly EntryFormat s_format = new()
    {
        AgentName = "pi",
        TakesLooseNumbers = false,
        CountsCustomEntries = false,
        CountsBareTotals = true,
        PrefersMessageTime = false,
        IsZeroCostStated = true,
    };

    public override string Id => "pi";

    public override string Name => "pi";

    public override IRecount Recount { get; } = new EntryRecount { KeepsFreeCost = true };

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".pi/agent/sessions", UnlessSet: PiFolders.AgentVariable),
        new(RootPlace.Home, ".coding-agent/sessions"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [.. PiFolders.SessionVariables.Select(name => new RootVariable(name, [""]))];

    public override DuplicateRule Duplicates => EntryCopies.Rule;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => EntryReader.IsLog(relativePath);

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home) => PiFolders.Find(home);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => EntryReader.Read(file, reader, sink, s_format);
}
