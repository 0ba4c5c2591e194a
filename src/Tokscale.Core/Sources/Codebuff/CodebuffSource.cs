using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.ChatDocuments;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Codebuff;

/// <summary>Codebuff, formerly Manicode: one JSON document a chat. See FORMAT.md.</summary>
public sealed class CodebuffSource : UsageSource
{
    public override string Id => "codebuff";

    public override string Name => "Codebuff";

    public override IRecount Recount { get; } = new ChatDocumentRecount(isFreeEdition: false);

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.Home, ".config/manicode"), new(RootPlace.Home, ".config/manicode-dev"), new(RootPlace.Home, ".config/manicode-staging")];

    public override IReadOnlyList<RootVariable> Variables { get; } = [new("CODEBUFF_DATA_DIR", [""])];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => ChatDocumentPlace.IsChat(relativePath);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => ChatDocumentPlace.LeadsToChats(relativeFolder);

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        ChatDocument chat = ChatDocument.Read(file, reader, sink);
        // Chats of the free edition have a source of their own.
        if (chat.FreeAgent is not null)
        {
            sink.Clear();
            return;
        }
        foreach (ChatDocumentMessage message in chat.Messages)
        {
            if (!message.IsAnswer) continue;
            var usage = new UsageEvent
            {
                Tokens = message.Tokens,
                LoggedCredits = message.Credits,
                Model = message.Model.IsKnown ? message.Model : sink.Name("codebuff-unknown"u8),
                Provider = ModelProvider.Of(message.Model, sink),
            };
            chat.AddRow(message, usage, sink);
        }
    }
}
