using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Muse;

/// <summary>Muse Code: a log of events a session and sub-agent. See FORMAT.md.</summary>
public sealed class MuseSource : UsageSource
{
    private const string LogName = "session.jsonl";

    /// <summary>Stands in every record with counts, also where a frame holds it as text.</summary>
    private static readonly LineMarker s_marker = new("input_tokens"u8);

    public override string Id => "muse";

    public override string Name => "Muse Code";

    public override IRecount Recount { get; } = new MuseRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "muse/sessions")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/" + LogName, StringComparison.Ordinal);

    /// <summary>Views that are made from the logs have names that begin with a dot.</summary>
    public override bool IsSearched(ReadOnlySpan<char> relativeFolder)
    {
        ReadOnlySpan<char> name = relativeFolder[(relativeFolder.LastIndexOf('/') + 1)..];
        return name is not ("tool-outputs" or "approval-review" or "input-assets") && !name.StartsWith('.');
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file, s_marker), new MuseParser(file, sink), sink);
}
