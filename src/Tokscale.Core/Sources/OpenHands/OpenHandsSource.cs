using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenHands;

/// <summary>OpenHands CLI: a folder a conversation, with its calls in one document. See FORMAT.md.</summary>
public sealed class OpenHandsSource : IUsageSource
{
    private const string HomeVariable = "OPENHANDS_PERSISTENCE_DIR", Conversations = "conversations";

    public string Id => "openhands";

    public string Name => "OpenHands";

    public IRecount Recount { get; } = new OpenHandsRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } = [new(RootPlace.Home, ".openhands/" + Conversations, UnlessSet: HomeVariable)];

    public IReadOnlyList<RootVariable> Variables { get; } =
    [
        new(HomeVariable, [Conversations], Adds: true),
        new("OPENHANDS_CONVERSATIONS_DIR", [""], Adds: true),
    ];

    public bool IsLog(ReadOnlySpan<char> relativePath) => relativePath[(relativePath.LastIndexOf('/') + 1)..] is "base_state.json";

    /// <summary>What was said, and what tools gave back, is a file each.</summary>
    public bool IsSearched(ReadOnlySpan<char> relativeFolder) =>
        relativeFolder[(relativeFolder.LastIndexOf('/') + 1)..] is not ("events" or "observations");

    public void Read(SourceFile file, FileReader reader, UsageSink sink) => new OpenHandsParser(file, sink).Read(reader.ReadDocument(file));
}
