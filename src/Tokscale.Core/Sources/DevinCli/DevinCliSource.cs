using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinCli;

/// <summary>Devin CLI: a SQLite database of sessions, with transcripts beside it. See FORMAT.md.</summary>
public sealed class DevinCliSource : UsageSource
{
    private const string Database = "devin/cli/sessions.db", Transcripts = "devin/cli/transcripts";
    private const RootSystems Unix = RootSystems.Linux | RootSystems.MacOS;

    public override string Id => "devin-cli";

    public override string Name => "Devin CLI";

    public override IRecount Recount { get; } = new DevinCliRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, Database, Unix),
        new(RootPlace.XdgData, Transcripts, Unix),
        new(RootPlace.AppConfig, Database, RootSystems.Windows),
        new(RootPlace.AppConfig, Transcripts, RootSystems.Windows),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("DEVIN_TRANSCRIPTS_DIR", [""], Adds: true)];

    public override DuplicateRule Duplicates { get; } = new DatabaseFirstRule(DuplicateRule.EarliestCopy);

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(".json", StringComparison.Ordinal) || relativePath.SequenceEqual("sessions.db");

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => false;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(".json", StringComparison.Ordinal)) DevinTranscript.Read(reader.ReadDocument(file), file, sink);
        else DevinDatabase.Read(file, sink);
    }
}
