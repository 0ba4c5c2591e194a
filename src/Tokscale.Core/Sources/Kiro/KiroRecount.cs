using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Second reader of Kiro's four stores, which makes the same estimates.</summary>
internal sealed class KiroRecount : IRecount
{
    private const long WindowTokens = 200_000;

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<string, SourceFile> byStore = input.Files.ToLookup(StoreOf);
        List<(string? Key, RecountedCall Call)> calls =
        [
            .. byStore["cli"].SelectMany(CliTurns),
            .. byStore["editor"].SelectMany(EditorTurns),
            .. byStore["database"].SelectMany(DatabaseTurns),
        ];
        return RecountCopies.First(calls).Concat(KiroOlderRecount.Count(byStore["older"]));
    }

    /// <summary>Counts that are real win; else input is the share of the window, without one a quarter of the prompt's characters.</summary>
    internal static TokenCounts Estimate(double? percentage, long windowTokens, long promptCharacters, long answerCharacters)
    {
        long input = percentage > 0 ? (long)Math.Round(windowTokens * Math.Min(percentage.Value, 100) / 100, MidpointRounding.AwayFromZero)
            : (promptCharacters + 3) / 4;
        return new(input, (answerCharacters + 3) / 4, 0, 0, 0, 0);
    }

    /// <summary>Characters of a text, or of the text parts of a list.</summary>
    internal static long Characters(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? LengthOf(content)
        : content.Items().Where(part => part.Member("type").Is("text") || part.Member("kind").Is("text"))
            .Sum(part => LengthOf(part.AnyOf("text", "data")));

    private static long LengthOf(JsonElement text) =>
        text.ValueKind == JsonValueKind.String ? RecountText.Unescape(text.GetRawText()).EnumerateRunes().Count() : 0;

    private static string StoreOf(SourceFile file)
    {
        string path = file.Path.Replace('\\', '/');
        return path.EndsWith(".sqlite3", StringComparison.Ordinal) ? "database"
            : path.Contains("/kiro.kiroagent/", StringComparison.Ordinal) ? "older"
            : path.Contains("/sessions/cli/", StringComparison.Ordinal) ? path.EndsWith(".json", StringComparison.Ordinal) ? "cli" : ""
            : Path.GetFileName(path) == "messages.jsonl" ? "editor"
            : "";
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> CliTurns(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path), state = document.Member("session_state");
        JsonElement model = state.Member("rts_model_state").Member("model_info");
        string session = document.Text("session_id") ?? file.Stem;
        Dictionary<string, CliMessage> messages = MessagesOf(file);
        int place = -1;
        foreach (JsonElement turn in state.Member("conversation_metadata").Member("user_turn_metadatas").Items())
        {
            place++;
            CliMessage[] own = [.. turn.Member("message_ids").Items().Select(id => id.Text()).OfType<string>().Where(messages.ContainsKey)
                .Select(id => messages[id])];
            CliMessage? prompt = own.FirstOrDefault()?.Prompt;
            long input = turn.Loose("input_token_count"), output = turn.Loose("output_token_count");
            TokenCounts real = new(input, output, turn.Loose("cache_read_input_token_count"), turn.Loose("cache_write_input_token_count"),
                0, 0);
            TokenCounts guess = Estimate(
                turn.Member("context_usage_percentage").Number(), model.Member("context_window_tokens").LooseOrNull() is > 0 and var window
                    ? window : WindowTokens,
                prompt?.Characters ?? 0,
                own.Where(message => message.Kind == "AssistantMessage").Sum(message => message.Characters));
            bool hasShare = turn.Member("context_usage_percentage").Number() > 0;
            long guessed = hasShare ? Math.Max(0, guess.Input - real.CacheRead - real.CacheWrite) : guess.Input;
            yield return ($"cli {session} {place}", new()
            {
                File = file.Path,
                TimeMs = turn.Time("end_timestamp") ?? prompt?.TimeMs ?? document.Time("updated_at") ?? file.ModifiedMs,
                Model = turn.Text("model") ?? model.Text("model_id"),
                Session = session,
                Messages = (int)Math.Min(int.MaxValue, turn.Member("total_request_count").LooseOrNull() ?? 1),
                HasCredits = turn.Member("metering_usage").Items().Any(part =>
                    part.Member("unit").Is("credit") && part.Member("value").Number() > 0),
                Tokens = real with { Input = input > 0 ? input : guessed, Output = output > 0 ? output : guess.Output },
            });
        }
    }

    private static Dictionary<string, CliMessage> MessagesOf(SourceFile file)
    {
        Dictionary<string, CliMessage> messages = [];
        CliMessage? prompt = null;
        foreach (JsonElement line in RecountFile.Objects(Path.ChangeExtension(file.Path, ".jsonl")))
        {
            JsonElement data = line.Member("data");
            var message = new CliMessage(line.Text("kind"), Characters(data.Member("content")), data.Member("meta").Time("timestamp"));
            if (message.Kind == "Prompt") prompt = message;
            message.Prompt = prompt;
            if (data.Text("message_id") is { } id) messages[id] = message;
        }
        return messages;
    }

    private static IEnumerable<(string? Key, RecountedCall Call)> EditorTurns(SourceFile file)
    {
        JsonElement facts = RecountJson.UntilCut(RecountFile.Bytes(Path.Join(Path.GetDirectoryName(file.Path), "session.json")));
        string session = facts.Text("id") ?? facts.Text("sessionId") ?? file.FolderName;
        var turns = new List<EditorTurn>();
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement payload = line.Member("payload");
            string? type = payload.Text("type");
            bool isNew = type == "user" || (type == "assistant" && turns is [] or [.., { IsOver: true }]);
            if (isNew) turns.Add(new());
            if (turns.LastOrDefault() is not { } turn) continue;
            if (!turn.IsOver) turn.LastMs = line.Time("timestamp") ?? turn.LastMs;
            double? percentage = payload.AnyOf("value", "contextUsage").Member("usagePercentage").Number();
            if (percentage > 0 && (!turn.IsOver || turn.Percentage is null)) turn.Percentage = percentage;
            turn.HasCredits |= payload.Member("promptTurnSummaries").Items().Any(part =>
                part.Member("unit").Is("credit") && part.Member("usage").Number() > 0);
            switch (type)
            {
                case "user":
                    turn.Prompt = Characters(payload.Member("content"));
                    break;
                case "assistant":
                    turn.Answer += Characters(payload.Member("content"));
                    turn.Model = payload.Text("reasoningModelId")?.Split("::")[^1] ?? turn.Model;
                    break;
                case "turn_end":
                    turn.IsOver = true;
                    break;
            }
        }
        string? chosen = facts.Text("modelId") is { } model && model != "auto" ? model : null;
        return turns.Select((turn, place) => ((string?)$"editor {session} {place}", new RecountedCall
        {
            File = file.Path,
            TimeMs = turn.LastMs ?? facts.Time("updatedAt") ?? file.ModifiedMs,
            Model = chosen ?? turn.Model ?? facts.Text("modelId"),
            Session = session,
            HasCredits = turn.HasCredits,
            Tokens = Estimate(turn.Percentage, WindowTokens, turn.Prompt, turn.Answer),
        }));
    }

    private static List<(string? Key, RecountedCall Call)> DatabaseTurns(SourceFile file)
    {
        var calls = new List<(string? Key, RecountedCall Call)>();
        using var database = RecountDatabase.Open(file.Path);
        foreach (RecountRow row in database?.Table("conversations_v2") ?? [])
        {
            JsonElement value = row.Json("value"), model = value.Member("model_info");
            string? session = row.Text("conversation_id");
            int place = -1;
            foreach (JsonElement entry in value.Member("history").Items())
            {
                place++;
                JsonElement meta = entry.Member("request_metadata");
                if (!meta.IsObject()) continue;
                long window = model.Member("context_window_tokens").LooseOrNull() is > 0 and var stated ? stated : WindowTokens;
                calls.Add(($"database {session} {place}", new()
                {
                    File = file.Path,
                    TimeMs = meta.Time("stream_end_timestamp_ms") ?? meta.Time("request_start_timestamp_ms") ?? row.Time("updated_at")
                        ?? file.ModifiedMs,
                    Model = model.Text("model_id"),
                    Session = session,
                    Tokens = Estimate(meta.Member("context_usage_percentage").Number(), window, 0, meta.Loose("response_size")),
                }));
            }
        }
        return calls;
    }

    private sealed class EditorTurn
    {
        public long? LastMs;
        public double? Percentage;
        public long Prompt, Answer;
        public string? Model;
        public bool HasCredits, IsOver;
    }

    private sealed record CliMessage(string? Kind, long Characters, long? TimeMs)
    {
        /// <summary>What was asked last before it, or it itself.</summary>
        public CliMessage? Prompt { get; set; }
    }
}
