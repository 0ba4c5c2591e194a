using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qoder;

/// <summary>Qoder and Qoder CN: the editor's database, and transcripts of the command line and the newer app. See FORMAT.md.</summary>
public sealed class QoderSource : UsageSource
{
    private const string DatabaseName = "local.db", DatabasePath = "cache/db/" + DatabaseName, EditorDatabase = "/SharedClientCache/" + DatabasePath;

    private const string Transcripts = "projects", ConfigVariable = "QODER_CONFIG_DIR", ChineseConfigVariable = "QODERCN_CONFIG_DIR";

    private static readonly TranscriptFormat s_transcripts = new(defaultProvider: null, uniqueIdPrefix: null);

    public override string Id => "qoder";

    public override string Name => "Qoder";

    public override IRecount Recount { get; } = new QoderRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppConfig, "Qoder" + EditorDatabase),
        new(RootPlace.AppConfig, "QoderCN" + EditorDatabase),
        new(RootPlace.AppConfig, "Qoder CN" + EditorDatabase),
        new(RootPlace.Home, ".qoder/shared_client/" + DatabasePath),
        new(RootPlace.Home, ".qoder-cn/shared_client/" + DatabasePath),
        new(RootPlace.Home, ".qoder/" + Transcripts, UnlessSet: ConfigVariable),
        new(RootPlace.Home, ".qoder-cn/" + Transcripts, UnlessSet: ChineseConfigVariable),
        new(RootPlace.Home, ".qoderwork/" + Transcripts),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } =
        [new(ConfigVariable, [Transcripts], Adds: true), new(ChineseConfigVariable, [Transcripts], Adds: true)];

    public override DuplicateRule Duplicates { get; } = new TranscriptsBesideDatabase();

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.SequenceEqual(DatabaseName) || TranscriptReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (TranscriptsBesideDatabase.IsTranscript(file)) TranscriptReader.Read(file, reader, sink, s_transcripts);
        else QoderDatabase.Read(file, sink);
    }
}
