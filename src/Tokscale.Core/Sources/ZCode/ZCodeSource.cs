using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.ZCode;

/// <summary>ZCode: a SQLite database with a row for each request, before that transcripts. See FORMAT.md.</summary>
public sealed class ZCodeSource : UsageSource
{
    private const string DatabaseName = "db.sqlite", DatabasePath = "cli/db/" + DatabaseName, Transcripts = "projects", HomeVariable = "ZCODE_HOME";

    private static readonly TranscriptFormat s_transcripts = new(defaultProvider: "zai", uniqueIdPrefix: null);

    public override string Id => "zcode";

    public override string Name => "ZCode";

    public override IRecount Recount { get; } = new ZCodeRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".zcode/" + DatabasePath), new(RootPlace.Home, ".zcode/" + Transcripts)];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new(HomeVariable, [DatabasePath]), new(HomeVariable, [Transcripts])];

    public override DuplicateRule Duplicates { get; } = new TranscriptsBesideDatabase();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName) || TranscriptReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (TranscriptsBesideDatabase.IsTranscript(file)) TranscriptReader.Read(file, reader, sink, s_transcripts);
        else ZCodeParser.Read(file, sink);
    }
}
