using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.ChatDocuments;

namespace Tokscale.Core.Sources.Freebuff;

/// <summary>The free edition of Codebuff: its chats hold no counts, so they are estimated. See FORMAT.md.</summary>
public sealed class FreebuffSource : UsageSource
{
    public override string Id => "freebuff";

    public override string Name => "Freebuff";

    public override IRecount Recount { get; } = new ChatDocumentRecount(isFreeEdition: true);

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".config/manicode"), new(RootPlace.Home, ".config/manicode-dev"), new(RootPlace.Home, ".config/manicode-staging")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("FREEBUFF_DATA_DIR", [""]), new("CODEBUFF_DATA_DIR", [""])];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => ChatDocumentPlace.IsChat(relativePath);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => ChatDocumentPlace.LeadsToChats(relativeFolder);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        ChatDocument chat = ChatDocument.Read(file, reader, sink);
        // Other chats have a source of their own.
        if (chat.FreeAgent is { } agent) FreebuffParser.AddRows(chat, agent, reader, sink);
        else sink.Clear();
    }
}
