using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>Second reader of the chats that two editions of an agent keep in the same folders.</summary>
/// <param name="isFreeEdition">Chats led by an agent of the free edition, or all others.</param>
internal sealed partial class ChatDocumentRecount(bool isFreeEdition) : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(MessagesIn));

    private IEnumerable<(string? Key, RecountedCall Call)> MessagesIn(SourceFile file)
    {
        JsonElement[] messages = [.. RecountJson.ItemsOfFile(file.Path)];
        string?[] kinds = [.. messages.Select(message => KindOf(message.Member("metadata").Member("runState")))];
        if (kinds.All(kind => kind is null)) kinds = [KindOf(RecountJson.OfFile(Path.Join(Path.GetDirectoryName(file.Path), "run-state.json")))];
        Match? free = kinds.Select(kind => FreeKind().Match(kind ?? "")).FirstOrDefault(match => match.Success);
        if (free is not null != isFreeEdition) yield break;
        string chat = SessionOf(file);
        string model = isFreeEdition ? FreeModel(file, free!.Groups["model"].Value) : "codebuff-unknown";
        long promptCharacters = 0;
        foreach (JsonElement message in messages)
        {
            if (!IsAnswer(message))
            {
                if (message.AnyOf("variant", "role").Is("user")) promptCharacters += Characters(message);
                continue;
            }
            TokenCounts tokens = UsagesOf(message).Select(LooseCounts.TokensOf).FirstOrDefault(counts => !counts.IsZero);
            if (isFreeEdition && tokens.IsZero) tokens = new(Estimate(promptCharacters), Estimate(Characters(message)), 0, 0, 0, 0);
            promptCharacters = 0;
            bool hasCredits = message.Member("credits").Number() > 0;
            string? named = ModelsOf(message).FirstOrDefault(name => name is not null);
            yield return (message.Text("id") is { } id ? $"{chat} {id}" : null, new()
            {
                File = file.Path,
                TimeMs = message.Time("timestamp") ?? TimeOf(file.FolderName) ?? file.ModifiedMs,
                Model = named ?? model,
                Session = chat,
                HasCredits = hasCredits,
                CostUsd = isFreeEdition ? 0 : null,
                Tokens = tokens,
            });
        }
    }

    private static bool IsAnswer(JsonElement message) =>
        message.Text("variant") is "ai" or "agent" || (!message.Member("variant").Exists() && message.Member("role").Is("assistant"));

    private static JsonElement AgentOf(JsonElement runState) => runState.Member("sessionState").Member("mainAgentState");

    private static string? KindOf(JsonElement runState) => AgentOf(runState).Text("agentType");

    /// <summary>The agent's own blocks, the last one first.</summary>
    private static IEnumerable<JsonElement> HistoryOf(JsonElement message) =>
        AgentOf(message.Member("metadata").Member("runState")).Member("messageHistory").Items()
        .Where(entry => entry.Member("role").Is("assistant")).Reverse()
        .SelectMany(entry => entry.Member("providerOptions").Fields().Select(field => field.Value));

    private static IEnumerable<JsonElement> UsagesOf(JsonElement message)
    {
        JsonElement metadata = message.Member("metadata");
        return [metadata.Member("usage"), .. metadata.Fields().Select(block => block.Value.Member("usage")), .. HistoryOf(message)
            .Select(block => block.Member("usage"))];
    }

    private static IEnumerable<string?> ModelsOf(JsonElement message)
    {
        JsonElement metadata = message.Member("metadata");
        return [metadata.Text("model"), .. metadata.Fields().Select(block => block.Value.Text("model")), .. HistoryOf(message)
            .Select(block => block.Text("model"))];
    }

    private static long Characters(JsonElement message) => LengthOf(message.Member("content"))
        + message.Member("blocks").Items().Where(block => block.Member("type").Is("text")).Sum(block => LengthOf(block.Member("content")));

    private static long LengthOf(JsonElement text) =>
        text.ValueKind == JsonValueKind.String ? RecountText.Unescape(text.GetRawText()).EnumerateRunes().Count() : 0;

    private static long Estimate(long characters) => (characters + 3) / 4;

    /// <summary>Channel, project and chat.</summary>
    private static string SessionOf(SourceFile file)
    {
        string[] parts = file.Path.Replace('\\', '/').Split('/');
        return $"{parts[^6]}/{parts[^4]}/{parts[^2]}";
    }

    private static string FreeModel(SourceFile file, string model)
    {
        string channel = Path.GetFullPath(Path.Join(Path.GetDirectoryName(file.Path), "..", "..", "..", ".."));
        string rest = model is "" or "catalog" ? "freebuff-unknown" : model;
        return RecountJson.OfFile(Path.Join(channel, "settings.json")).Text("freebuffModel") ?? rest;
    }

    /// <summary>A chat is named after the moment it began, with dashes for colons.</summary>
    private static long? TimeOf(string name) => RecountTime.Of(Clock().Replace(name, "$1T$2:$3:$4") + (name.EndsWith('Z') ? "" : "Z"));

    /// <summary>What follows the mark of the free edition is a model.</summary>
    [GeneratedRegex("^base.*?-free-*(?<model>.*)$", RegexOptions.Singleline)]
    private static partial Regex FreeKind();

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)")]
    private static partial Regex Clock();
}
