using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>Jcode: a snapshot of each session and a journal of what came after it. See FORMAT.md.</summary>
public sealed class JcodeSource : UsageSource
{
    private const string FileStart = "session_";

    public override string Id => "jcode";

    public override string Name => "Jcode";

    public override IRecount Recount { get; } = new JcodeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".jcode/sessions")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("JCODE_HOME", ["sessions"])];

    /// <summary>A message in the journal replaces the snapshot's, and one in its own session what a split took along.</summary>
    public override DuplicateRule Duplicates => DuplicateRule.BestCopy;

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        if (!name.StartsWith(FileStart, StringComparison.Ordinal)) return false;
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || IsJournal(name);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (!IsJournal(file.Path))
        {
            var snapshot = new JcodeSnapshot(file, sink);
            snapshot.Read(reader.ReadDocument(file));
            return;
        }
        JcodeContext context = JcodeContext.BeforeJournal(file, reader, sink);
        JsonLines.Read(reader.OpenLines(file), new JcodeJournal(file, sink, context), sink);
    }

    private static bool IsJournal(ReadOnlySpan<char> path) => path.EndsWith(JcodeContext.JournalEnd, StringComparison.OrdinalIgnoreCase);
}
