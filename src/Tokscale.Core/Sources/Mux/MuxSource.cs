using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Coder's Mux, newly Xum: totals of each workspace, and its chats. See FORMAT.md.</summary>
public sealed class MuxSource : UsageSource
{
    private const string TotalsFile = "session-usage.json", ChatFile = "chat.jsonl", ArchiveFile = "chat-archive.jsonl";
    private const string HeadlessFile = "headless-usage.jsonl", ConfigFile = "config.json";

    public override string Id => "mux";

    public override string Name => "Mux";

    public override IRecount Recount { get; } = new MuxRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.Home, ".mux"), new(RootPlace.Home, ".xum"), new(RootPlace.Home, ".mux-dev"), new(RootPlace.Home, ".cmux"),
    ];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("MUX_ROOT", [""]), new("XUM_ROOT", [""])];

    public override bool BillsByLoggedCost => true;

    public override DuplicateRule Duplicates { get; } = new SessionNoteRule(new MuxCopies());

    public override bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (relativePath.SequenceEqual(ConfigFile)) return true;
        ReadOnlySpan<char> name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        return name is TotalsFile or ChatFile or ArchiveFile or HeadlessFile && relativePath.StartsWith("sessions/", StringComparison.Ordinal);
    }

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder)
    {
        if (relativeFolder.SequenceEqual("sessions")) return true;
        if (!relativeFolder.StartsWith("sessions/", StringComparison.Ordinal)) return false;
        return relativeFolder.Count('/') == 1 || relativeFolder.Contains("/subagent-transcripts", StringComparison.Ordinal);
    }

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        switch (Path.GetFileName(file.Path))
        {
            case ConfigFile:
                MuxConfig.Read(reader.ReadDocument(file), sink);
                break;
            case TotalsFile:
                new MuxTotalsParser(file, sink).Read(reader.ReadDocument(file));
                break;
            case var name:
                var parser = new MuxChatParser(file, isHeadless: name == HeadlessFile, sink);
                JsonLines.Read(reader.OpenLines(file, MuxChatParser.Marker), parser, sink);
                break;
        }
    }

    /// <summary>The workspace that a file lies in: <c>sessions/WORKSPACE/…</c>.</summary>
    internal static string WorkspaceOf(SourceFile file)
    {
        string[] parts = file.RelativePath.Split('/');
        return parts.Length > 2 ? parts[1] : file.FolderName;
    }
}
