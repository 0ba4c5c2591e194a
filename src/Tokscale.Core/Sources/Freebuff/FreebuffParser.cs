using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.ChatDocuments;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Freebuff;

/// <summary>Makes usage of a chat that has, at most, its texts.</summary>
internal static class FreebuffParser
{
    private const int CharactersPerToken = 4;

    /// <summary>Adds a row for each answer.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="agent">The agent that led it.</param>
    /// <param name="reader">Reads the settings.</param>
    /// <param name="sink">Where rows go.</param>
    public static void AddRows(ChatDocument chat, FreeAgent agent, FileReader reader, UsageSink sink)
    {
        string model = ReadModel(chat.Place.ChannelFolder, reader, sink) ?? agent.Model ?? "freebuff-unknown";
        long promptLength = 0;
        foreach (ChatDocumentMessage message in chat.Messages)
        {
            if (message.IsPrompt) promptLength += message.TextLength;
            if (!message.IsAnswer) continue;
            bool isLogged = !message.Tokens.IsZero;
            NameId modelId = isLogged && message.Model.IsKnown ? message.Model : sink.Name(model);
            var usage = new UsageEvent
            {
                Tokens = isLogged ? message.Tokens : new TokenCounts(TokensIn(promptLength), TokensIn(message.TextLength), 0, 0, 0, 0),
                IsEstimated = !isLogged,
                LoggedCostUsd = 0,
                IsCostFinal = true,
                LoggedCredits = message.Credits,
                Model = modelId,
                Provider = ModelProvider.Of(modelId, sink),
            };
            chat.AddRow(message, usage, sink);
            promptLength = 0;
        }
    }

    private static long TokensIn(long characterCount) => (characterCount + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>The model that the user chose.</summary>
    private static string? ReadModel(string channelFolder, FileReader reader, UsageSink sink)
    {
        string path = Path.Join(channelFolder, "settings.json");
        if (!sink.DependOn(path).IsFile) return null;
        var json = new JsonCursor(reader.ReadDocument(path));
        string model = json.ReadTextIn("freebuffModel"u8).ToString();
        return string.IsNullOrWhiteSpace(model) ? null : model;
    }
}
