using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>xAI's Grok Build: a protocol log and two small documents a session, and one log of all calls. See FORMAT.md.</summary>
public sealed class GrokSource : UsageSource
{
    private const string UpdatesFile = "updates.jsonl", SummaryFile = "summary.json", SignalsFile = "signals.json";
    private const string Sessions = "sessions/", Logs = "logs", CallsFile = "logs/unified.jsonl";

    public override string Id => "grok";

    public override string Name => "Grok Build";

    public override IRecount Recount { get; } = new GrokRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".grok")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("GROK_HOME", [""])];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new GrokCopies();

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (relativePath.SequenceEqual(CallsFile)) return true;
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        return name is UpdatesFile or SummaryFile or SignalsFile && relativePath.StartsWith(Sessions, StringComparison.Ordinal);
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder is "sessions" or Logs || relativeFolder.StartsWith(Sessions, StringComparison.Ordinal);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        switch (Path.GetFileName(file.Path))
        {
            case SummaryFile:
                new GrokFacts(file, sink).ReadSummary(reader.ReadDocument(file));
                break;
            case SignalsFile:
                new GrokFacts(file, sink).ReadSignals(reader.ReadDocument(file));
                break;
            case UpdatesFile:
                new GrokFacts(file, sink).NoteFolder();
                JsonLines.Read(reader.OpenLines(file, GrokTurnParser.Marker), new GrokTurnParser(file, sink), sink);
                break;
            default:
                JsonLines.Read(reader.OpenLines(file, GrokCallParser.Marker), new GrokCallParser(file, sink), sink);
                break;
        }
    }
}
