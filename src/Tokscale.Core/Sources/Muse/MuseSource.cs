using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Muse;

/// <summary>Muse Code: a log of events a session and sub-agent. See FORMAT.md.</summary>
public sealed class MuseSource : IUsageSource
{
    private const string LogName = "session.jsonl";

    /// <summary>Stands in every record with counts, also where a frame holds it as text.</summary>
    private static readonly LineMarker s_marker = new("input_tokens"u8);

    public string Id => "muse";

    public string Name => "Muse Code";

    public IRecount Recount { get; } = new MuseRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.XdgData, "muse/sessions")];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/" + LogName, StringComparison.Ordinal);

    /// <summary>Views that are made from the logs have names that begin with a dot.</summary>
    public bool IsSearched(ReadOnlySpan<char> relativeFolder)
    {
        ReadOnlySpan<char> name = relativeFolder[(relativeFolder.LastIndexOf('/') + 1)..];
        return name is not ("tool-outputs" or "approval-review" or "input-assets") && !name.StartsWith('.');
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink) =>
        JsonLines.Read(reader.OpenLines(file, s_marker), new MuseParser(file, sink), sink);
}
