using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenHands;

/// <summary>OpenHands CLI: a folder a conversation, with its calls in one document. See FORMAT.md.</summary>
public sealed class OpenHandsSource : UsageSource
{
    private const string HomeVariable = "OPENHANDS_PERSISTENCE_DIR", Conversations = "conversations";

    public override string Id => "openhands";

    public override string Name => "OpenHands";

    public override IRecount Recount { get; } = new OpenHandsRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".openhands/" + Conversations, UnlessSet: HomeVariable)];

    public override IReadOnlyList<RootVariable> Variables { get; } =
    [
        new(HomeVariable, [Conversations], Adds: true),
        new("OPENHANDS_CONVERSATIONS_DIR", [""], Adds: true),
    ];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath[(relativePath.LastIndexOf('/') + 1)..] is "base_state.json";

    /// <summary>What was said, and what tools gave back, is a file each.</summary>
    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder[(relativeFolder.LastIndexOf('/') + 1)..] is not ("events" or "observations");

    public override void Read(SourceFile file, FileReader reader, UsageSink sink) => new OpenHandsParser(file, sink).Read(reader.ReadDocument(file));
}
