using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>Second reader of OpenCode's databases and of the documents of its older versions.</summary>
internal sealed class OpenCodeRecount : IRecount
{
    private static readonly string[] s_insideProviders = ["openai", "azure", "github-copilot", "openrouter", "opencode", "xai"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        IEnumerable<Message> databases = input.Files.Where(IsDatabase).SelectMany(InDatabase);
        IEnumerable<Message> documents = input.Files.Where(file => !IsDatabase(file)).SelectMany(InDocument);
        var ids = new HashSet<string>();
        var byFingerprint = new Dictionary<string, Message>();
        var single = new List<Message>();
        foreach (Message message in databases.Concat(documents))
        {
            if (message.Call.Tokens.IsZero || (message.Id is not null && !ids.Add(message.Id))) continue;
            if (message.Fingerprint is not { } fingerprint) single.Add(message);
            // Ids tell their age: of copies under new ids the oldest tells the session.
            else if (!byFingerprint.TryGetValue(fingerprint, out Message? other)
                || MessageRecount.IsOlder(message.Id, other.Id, message.Call.TimeMs))
            {
                byFingerprint[fingerprint] = message;
            }
        }
        RecountedCall[] calls = [.. single.Concat(byFingerprint.Values).Select(message => message.Call)];
        return calls.Concat(Untold(input.Files.Where(IsDatabase).SelectMany(SumsIn), calls));
    }

    /// <summary>What the sums of sessions have beyond their calls: requests without a message, and turns that were undone.</summary>
    private static IEnumerable<RecountedCall> Untold(IEnumerable<RecountedCall> sums, IEnumerable<RecountedCall> calls)
    {
        ILookup<string?, RecountedCall> bySession = calls.ToLookup(call => call.Session);
        foreach (IGrouping<string?, RecountedCall> session in sums.GroupBy(sum => sum.Session))
        {
            RecountedCall sum = session.MaxBy(sum => sum.Tokens.Total)!;
            TokenCounts told = bySession[sum.Session].Aggregate(default(TokenCounts), (all, call) => all + call.Tokens);
            decimal toldUsd = bySession[sum.Session].Sum(call => call.CostUsd ?? 0);
            RecountedCall rest = sum with { Tokens = sum.Tokens.Beyond(told), CostUsd = sum.CostUsd is { } cost ? Math.Max(0, cost - toldUsd) : null };
            if (!rest.Tokens.IsZero) yield return rest;
        }
    }

    /// <summary>The sums of the sessions that were never in the first tables.</summary>
    private static IEnumerable<RecountedCall> SumsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null || !database.HasTable("session_message")) yield break;
        HashSet<string?> migrated = [.. database.Table("message").Select(row => row.Text("session_id"))];
        var models = new Dictionary<string, string?>();
        foreach (RecountRow row in database.Table("session_message").Where(row => row.Text("type") == "assistant"))
        {
            JsonElement data = row.Json("data");
            if (data.IsObject()) models[row.Text("session_id") ?? data.Text("sessionID") ?? ""] = data.Member("model").Text("id");
        }
        foreach (RecountRow row in database.Table("session_v2"))
        {
            if (row.Text("id") is not { } session || migrated.Contains(session)) continue;
            yield return new()
            {
                File = file.Path,
                TimeMs = row.Time("time_created") ?? file.ModifiedMs,
                Model = models.TryGetValue(session, out string? last) ? last : row.Json("model").Text("id"),
                Session = session,
                CostUsd = row.Money("cost"),
                Tokens = new(row.Count("tokens_input"), row.Count("tokens_output"), row.Count("tokens_cache_read"),
                    row.Count("tokens_cache_write"), 0, row.Count("tokens_reasoning")),
            };
        }
    }

    /// <summary>A database that the user named may be called anything.</summary>
    private static bool IsDatabase(SourceFile file) => !file.Path.EndsWith(".json", StringComparison.Ordinal);

    private static IEnumerable<Message> InDatabase(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        Dictionary<string, List<JsonElement>> steps = StepsIn(database);
        var repeatable = new Dictionary<string, List<Message>>();
        foreach (RecountRow row in database.Table("message"))
        {
            JsonElement data = row.Json("data");
            if (!data.Member("role").Is("assistant")) continue;
            List<JsonElement> parts = row.Text("id") is { } id ? steps.GetValueOrDefault(id) ?? [] : [];
            Message message = MessageOf(file, row, data, parts);
            yield return message;
            if (!repeatable.TryGetValue(message.Step, out List<Message>? known)) repeatable[message.Step] = known = [];
            known.Add(message);
        }
        var models = new Dictionary<string, string?>();
        foreach (RecountRow row in database.Table("session_message"))
        {
            if (row.Text("type") is not ("assistant" or "compaction")) continue;
            Message message = MessageOf(file, row, row.Json("data"), [], isSecondKind: true);
            string session = message.Call.Session ?? "";
            if (row.Text("type") == "assistant")
            {
                models[session] = message.Call.Model;
                // The same step, written twice: a row that begins while a message of the same counts was made.
                List<Message> same = repeatable.GetValueOrDefault(message.Step) ?? [];
                int repeated = same.FindIndex(known => known.CreatedMs <= message.CreatedMs && message.CreatedMs <= (known.CompletedMs ?? long.MaxValue));
                if (repeated >= 0)
                {
                    same.RemoveAt(repeated);
                    continue;
                }
            }
            // A compaction that failed does not say with which model.
            else if (message.Call.Model is null) message = message with { Call = message.Call with { Model = models.GetValueOrDefault(session) } };
            yield return message;
        }
    }

    private static Dictionary<string, List<JsonElement>> StepsIn(RecountDatabase database)
    {
        var steps = new Dictionary<string, List<JsonElement>>();
        foreach (RecountRow row in database.Table("part"))
        {
            JsonElement part = row.Json("data");
            if (row.Text("message_id") is not { } message || !IsStep(part)) continue;
            if (!steps.TryGetValue(message, out List<JsonElement>? known)) steps[message] = known = [];
            known.Add(part);
        }
        return steps;
    }

    private static IEnumerable<Message> InDocument(SourceFile file)
    {
        JsonElement data = RecountJson.OfFile(file.Path);
        if (!data.Member("role").Is("assistant")) yield break;
        JsonElement[] parts = [.. StepFolders(file).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.json")).Order(StringComparer.Ordinal).Select(RecountJson.OfFile)
                .Where(IsStep)];
        Message message = MessageOf(file, null, data, parts);
        yield return message with { Id = message.Id ?? file.Stem, Call = message.Call with { Session = message.Call.Session ?? file.FolderName } };
    }

    /// <summary>Beside the folder with the messages of a session: <c>part/MESSAGE</c>, in the first versions <c>part/SESSION/MESSAGE</c>.</summary>
    private static IEnumerable<string> StepFolders(SourceFile file)
    {
        string storage = Path.GetFullPath(Path.Join(Path.GetDirectoryName(file.Path), "..", ".."));
        return [Path.Join(storage, "part", file.Stem), Path.Join(storage, "part", file.FolderName, file.Stem)];
    }

    private static bool IsStep(JsonElement part) => part.Member("type").Is("step-finish") && part.Member("tokens").IsObject();

    private static Message MessageOf(
        SourceFile file, RecountRow? row, JsonElement data, IReadOnlyList<JsonElement> steps, bool isSecondKind = false)
    {
        JsonElement time = data.Member("time"), last = data.Member("tokens");
        string? provider = isSecondKind ? data.Member("model").Text("providerID") : data.Text("providerID") ?? data.Text("provider");
        string? model = isSecondKind ? data.Member("model").Text("id") : data.Text("modelID") ?? data.Text("model");
        IEnumerable<JsonElement> counters = steps.Count >= 2 ? steps.Select(step => step.Member("tokens")) : [last];
        decimal? cost = data.Member("cost").Money();
        long? created = time.Time("created"), completed = time.Time("completed");
        string? session = row?.Text("session_id") ?? data.Text("sessionID");
        string counts = CountsIn(last);
        return new(row?.Text("id") ?? data.Text("id"), new()
        {
            File = file.Path,
            TimeMs = created ?? row?.Time("time_created") ?? file.ModifiedMs,
            Model = model,
            Session = session,
            Tokens = counters.Aggregate(default(TokenCounts), (sum, next) => sum + TokensOf(next, provider, isSecondKind)),
            CostUsd = cost,
        })
        {
            CreatedMs = created,
            CompletedMs = completed,
            Step = $"{session}|{provider}|{model}|{counts}",
            Fingerprint = created is null ? null : $"{created}|{completed}|{provider}|{model}|{counts}|{cost ?? 0}",
        };
    }

    /// <summary>The counts as logged: of a copy in the other table, what they include is not known in the same way.</summary>
    private static string CountsIn(JsonElement tokens) => string.Join(',', tokens.Count("input"), tokens.Count("output"),
        tokens.Count("reasoning"), tokens.Member("cache").Count("read"), tokens.Member("cache").Count("write"));

    private static TokenCounts TokensOf(JsonElement tokens, string? provider, bool isSecondKind)
    {
        long input = tokens.Count("input"), output = tokens.Count("output"), reasoning = tokens.Count("reasoning"),
            total = tokens.Count("total");
        long read = tokens.Member("cache").Count("read"), written = tokens.Member("cache").Count("write");
        bool isInside = !isSecondKind && (total > 0
            ? total == input + output + read + written
            : s_insideProviders.Contains(provider) && reasoning <= output);
        return new(input, isInside ? output - Math.Min(reasoning, output) : output, read, written, 0, reasoning);
    }

    private sealed record Message(string? Id, RecountedCall Call)
    {
        public long? CreatedMs { get; init; }

        public long? CompletedMs { get; init; }

        /// <summary>What a step shares with its copy in the other table, which is written later.</summary>
        public required string Step { get; init; }

        /// <summary>What copies under another id share; null where it would tell too little.</summary>
        public string? Fingerprint { get; init; }
    }
}
