using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>JetBrains Junie: a log of events a session, and one index of all sessions. See FORMAT.md.</summary>
public sealed class JunieSource : UsageSource
{
    private const string IndexFile = "index.jsonl", EventsFile = "events.jsonl";

    public override string Id => "junie";

    public override string Name => "Junie";

    public override IRecount Recount { get; } = new JunieRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".junie/sessions")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("JUNIE_HOME", ["sessions"])];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new SessionNoteRule(DuplicateRule.EarliestCopy);

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(IndexFile) || relativePath.EndsWith("/" + EventsFile, StringComparison.Ordinal);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        bool isIndex = Path.GetFileName(file.Path) == IndexFile;
        LineReader lines = isIndex ? reader.OpenLines(file) : reader.OpenLines(file, JunieParser.Marker);
        JsonLines.Read(lines, isIndex ? new JunieIndex(sink) : new JunieParser(file, sink), sink);
    }
}
