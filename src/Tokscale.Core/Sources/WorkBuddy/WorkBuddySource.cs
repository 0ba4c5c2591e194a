using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.CallLines;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.WorkBuddy;

/// <summary>Tencent's WorkBuddy: JSONL transcripts, and a database for sessions without one. See FORMAT.md.</summary>
public sealed class WorkBuddySource : UsageSource
{
    private const string DatabaseName = "workbuddy.db";

    public override string Id => "workbuddy";

    public override string Name => "WorkBuddy";

    public override IRecount Recount { get; } = new WorkBuddyRecount();

    /// <summary>The builds for China, for other countries and for companies.</summary>
    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".workbuddy"), new(RootPlace.Home, ".workbuddy-ai"), new(RootPlace.Home, ".workbuddy-ent")];

    public override DuplicateRule Duplicates { get; } = new WorkBuddyCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(DatabaseName)
        || (relativePath.StartsWith("projects/", StringComparison.Ordinal) && relativePath.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase));

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder is "projects" || relativeFolder.StartsWith("projects/", StringComparison.Ordinal);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(".db", StringComparison.OrdinalIgnoreCase)) WorkBuddyDatabase.Read(file, sink);
        else JsonLines.Read(reader.OpenLines(file), new CallLineParser(file, sink), sink);
    }
}
