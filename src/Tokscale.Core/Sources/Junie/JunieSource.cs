using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>JetBrains Junie: a log of events a session, and one index of all sessions. See FORMAT.md.</summary>
public sealed class JunieSource : IUsageSource
{
    private const string IndexFile = "index.jsonl", EventsFile = "events.jsonl";

    public string Id => "junie";

    public string Name => "Junie";

    public IRecount Recount { get; } = new JunieRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".junie/sessions")];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("JUNIE_HOME", ["sessions"])];

    public bool BillsByLoggedCost => true;

    public DuplicateRule Duplicates { get; } = new SessionNoteRule(DuplicateRule.EarliestCopy);

    public bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(IndexFile) || relativePath.EndsWith("/" + EventsFile, StringComparison.Ordinal);

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        bool isIndex = Path.GetFileName(file.Path) == IndexFile;
        LineReader lines = isIndex ? reader.OpenLines(file) : reader.OpenLines(file, JunieParser.Marker);
        JsonLines.Read(lines, isIndex ? new JunieIndex(sink) : new JunieParser(file, sink), sink);
    }
}
