using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Transcripts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CherryStudio;

/// <summary>
/// Cherry Studio: its ledger of requests, and transcripts of the agent kit that it runs, in a folder of its own. See FORMAT.md.
/// </summary>
public sealed class CherryStudioSource : UsageSource
{
    private static readonly TranscriptFormat s_format = new(defaultProvider: null, uniqueIdPrefix: null);

    public override string Id => "cherrystudio";

    public override string Name => "Cherry Studio";

    public override IRecount Recount { get; } = new CherryStudioRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.AppConfig, "CherryStudio/" + CherryStudioRule.NewerFolder + "/.claude/projects"),
        new(RootPlace.AppConfig, "CherryStudio/.claude/projects"),
        new(RootPlace.AppConfig, "CherryStudio/Data/" + CherryStudioLedger.DatabaseName),
    ];

    public override DuplicateRule Duplicates { get; } = new CherryStudioRule();

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.SequenceEqual(CherryStudioLedger.DatabaseName) || TranscriptReader.IsLog(relativePath);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name == CherryStudioLedger.DatabaseName) CherryStudioLedger.Read(file, sink);
        else TranscriptReader.Read(file, reader, sink, s_format);
    }
}
