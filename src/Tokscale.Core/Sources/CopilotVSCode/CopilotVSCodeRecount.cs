using System.Text.Json;
using System.Text.Json.Nodes;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Telemetry;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Second reader of chat sessions, which it replays into whole documents, and of traces.</summary>
internal sealed class CopilotVSCodeRecount : IRecount
{
    private const string OwnPrefix = "copilot/";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<string, SourceFile> byKind = input.Files.ToLookup(KindOf);
        // A span that is in the database and in an export is the same by its id.
        List<(string? Key, RecountedCall Call, string? OtherSession)> spans =
            [.. byKind["traces"].SelectMany(SpansIn), .. byKind["telemetry"].SelectMany(ExportedSpansIn)];
        HashSet<string?> traced = [.. spans.SelectMany(span => (string?[])[span.Call.Session, span.OtherSession])];
        IEnumerable<SourceFile> sessions = byKind["sessions"].OrderBy(file => file.Path.EndsWith(".json", StringComparison.Ordinal));
        (string? Key, RecountedCall Call, long? ForkedMs, bool IsOwn)[] turns = [.. sessions.SelectMany(RequestsIn)];
        (string? Key, RecountedCall Call, long? ForkedMs, bool IsOwn)[] requests = [.. turns.Where(found => found.IsOwn && found.Call.IsUsage)];
        ILookup<(string?, TokenCounts), long> times = requests.ToLookup(found => (found.Call.Model, found.Call.Tokens), found => found.Call.TimeMs);
        // A call that was logged belongs to the last request before it.
        ILookup<string?, (long TimeMs, bool IsOwn)> turnsOf = turns.ToLookup(turn => turn.Call.Session, turn => (turn.Call.TimeMs, turn.IsOwn));
        (string? Key, RecountedCall Call, (long TimeMs, bool IsOwn) Turn)[] logged = [.. byKind["logs"].SelectMany(LoggedIn)
            .Select(log => (log.Key, log.Call, turnsOf[log.Call.Session].Where(turn => turn.TimeMs <= log.Call.TimeMs).DefaultIfEmpty().Max()))];
        HashSet<(string?, long)> told = [.. logged.Select(log => (log.Call.Session, log.Turn.TimeMs))];
        // What a fork began with, another session had before.
        IEnumerable<(string? Key, RecountedCall Call)> own = requests
            .Where(found => !times[(found.Call.Model, found.Call.Tokens)].Any(timeMs => timeMs < found.ForkedMs))
            .Where(found => !traced.Contains(found.Call.Session) && !told.Contains((found.Call.Session, found.Call.TimeMs)))
            .Select(found => (found.Key, found.Call));
        IEnumerable<(string? Key, RecountedCall Call)> calls = spans.Select(span => (span.Key, span.Call))
            .Concat(logged.Where(log => log.Turn.IsOwn).Select(log => (log.Key, log.Call)));
        return RecountCopies.First(calls).Concat(RecountCopies.First(own));
    }

    private static string KindOf(SourceFile file) =>
        file.Path.EndsWith(".db", StringComparison.Ordinal) ? "traces"
        : file.FolderName.EndsWith("hatSessions", StringComparison.Ordinal) ? "sessions"
        : file.Path.Replace('\\', '/').Contains("/debug-logs/", StringComparison.Ordinal) ? "logs"
        : "telemetry";

    private static IEnumerable<(string? Key, RecountedCall Call, long? ForkedMs, bool IsOwn)> RequestsIn(SourceFile file)
    {
        bool isLog = file.Path.EndsWith(".jsonl", StringComparison.Ordinal);
        (JsonNode? document, List<JsonElement> requests) = isLog ? Replay(file) : Whole(file);
        string session = Element(document).Text("sessionId") ?? file.Stem;
        foreach (JsonElement request in requests)
        {
            JsonElement result = request.Member("result"), meta = result.Member("metadata");
            string? resolved = meta.Text("resolvedModel") ?? request.Text("resolvedModel"), chosen = request.Text("modelId");
            bool isOwn = resolved is not null || (chosen?.StartsWith(OwnPrefix, StringComparison.Ordinal) ?? false);
            long output = Math.Max(meta.Loose("outputTokens"), request.Loose("completionTokens"));
            long thought = Math.Min(output, meta.Member("toolCallRounds").Items().Sum(round => round.Member("thinking").Loose("tokens")));
            // A fork dates what it copies from its beginning on, a millisecond apart.
            long? begunMs = Element(document).Time("creationDate"), sinceMs = request.Time("timestamp") - begunMs;
            yield return (request.Text("requestId") is { } id ? $"{session} {id}" : null, new()
            {
                File = file.Path,
                TimeMs = request.Time("timestamp") ?? Element(document).Time("creationDate") ?? file.ModifiedMs,
                Model = resolved ?? (isOwn ? chosen![OwnPrefix.Length..] : chosen),
                Session = session,
                Tokens = new(meta.AnyOf("promptTokens").LooseOrNull() ?? request.Loose("promptTokens"), output - thought, 0, 0, 0, thought),
            }, sinceMs >= 0 && sinceMs < requests.Count ? begunMs : null, isOwn);
        }
    }

    private static JsonElement Element(JsonNode? node) => node is null ? default : RecountJson.Parse(node.ToJsonString());

    private static (JsonNode? Document, List<JsonElement> Requests) Whole(SourceFile file)
    {
        JsonElement document = RecountJson.OfFile(file.Path);
        return (document.IsObject() ? JsonNode.Parse(RecountText.WithoutHalfPairs(document.GetRawText())) : null,
            [.. document.Member("requests").Items()]);
    }

    /// <summary>Requests that are cut off later were billed and stay, unless they come again under their id.</summary>
    private static (JsonNode? Document, List<JsonElement> Requests) Replay(SourceFile file)
    {
        // Also without its beginning a log tells of the requests that were added.
        JsonNode? document = new JsonObject { ["requests"] = new JsonArray() };
        var dropped = new List<JsonElement>();
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement value = line.Member("v");
            JsonElement[] path = [.. line.Member("k").Items()];
            JsonNode? node = value.Exists() ? JsonNode.Parse(RecountText.WithoutHalfPairs(value.GetRawText())) : null;
            switch (line.Member("kind").CountOrNull())
            {
                case 0:
                    dropped.AddRange(Element(document).Member("requests").Items());
                    document = node;
                    break;
                case 1 when path.Length > 0:
                    if (path[0].Is("requests") && path.Length == 1) dropped.AddRange(Element(document).Member("requests").Items());
                    Set(document, path, node);
                    break;
                case 2 when path.Length > 0:
                    Append(document, path, node, line.Member("i").CountOrNull(), path[0].Is("requests") && path.Length == 1 ? dropped
                        : null);
                    break;
            }
        }
        List<JsonElement> requests = [.. Element(document).Member("requests").Items()];
        HashSet<string?> present = [.. requests.Select(request => request.Text("requestId"))];
        foreach (JsonElement request in Enumerable.Reverse(dropped))
        {
            if (present.Add(request.Text("requestId"))) requests.Add(request);
        }
        return (document, requests);
    }

    private static void Set(JsonNode? root, JsonElement[] path, JsonNode? value)
    {
        switch (Follow(root, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject parent when path[^1].Text() is { } name:
                parent[name] = value;
                break;
            case JsonArray parent when path[^1].CountOrNull() is { } index && index < parent.Count:
                parent[(int)index] = value;
                break;
        }
    }

    private static void Append(JsonNode? root, JsonElement[] path, JsonNode? value, long? keep, List<JsonElement>? dropped)
    {
        if (Follow(root, path) is not JsonArray list)
        {
            list = [];
            Set(root, path, list);
        }
        while (keep is not null && list.Count > keep)
        {
            dropped?.Add(Element(list[^1]));
            list.RemoveAt(list.Count - 1);
        }
        if (value is not JsonArray added) return;
        foreach (JsonNode? item in added.ToArray())
        {
            added.Remove(item);
            list.Add(item);
        }
    }

    private static JsonNode? Follow(JsonNode? node, ReadOnlySpan<JsonElement> path)
    {
        foreach (JsonElement part in path)
        {
            node = node switch
            {
                JsonObject parent when part.Text() is { } name => parent[name],
                JsonArray parent when part.CountOrNull() is { } index && index < parent.Count => parent[(int)index],
                _ => null,
            };
        }
        return node;
    }

    private static List<(string? Key, RecountedCall Call, string? OtherSession)> SpansIn(SourceFile file)
    {
        var spans = new List<(string? Key, RecountedCall Call, string? OtherSession)>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return spans;
        ILookup<string?, RecountRow> attributes = database.Table("span_attributes").ToLookup(row => row.Text("span_id"));
        foreach (RecountRow row in database.Table("spans").Where(row => row.Text("operation_name") == "chat"))
        {
            string? id = row.Text("span_id");
            long written = id is null ? 0 : attributes[id]
                .FirstOrDefault(attribute => attribute.Text("key") == "gen_ai.usage.cache_creation.input_tokens")?.Count("value") ?? 0;
            long prompt = row.Count("input_tokens"), read = Math.Min(prompt, row.Count("cached_tokens")),
                output = row.Count("output_tokens");
            long thought = Math.Min(output, row.Count("reasoning_tokens"));
            written = Math.Min(prompt - read, written);
            spans.Add((id, new()
            {
                File = file.Path,
                TimeMs = row.Time("start_time_ms") ?? row.Time("end_time_ms") ?? file.ModifiedMs,
                Model = row.Text("response_model") ?? row.Text("request_model"),
                Session = row.Text("chat_session_id") ?? row.Text("conversation_id"),
                Tokens = new(prompt - read - written, output - thought, read, written, 0, thought),
            }, row.Text("conversation_id")));
        }
        return spans;
    }

    /// <summary>Spans of a telemetry file, into which other programs may write too; log records have no name.</summary>
    private static IEnumerable<(string? Key, RecountedCall Call, string? OtherSession)> ExportedSpansIn(SourceFile file)
    {
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement attributes = line.Member("attributes");
            bool isChat = attributes.Text("gen_ai.operation.name") == "chat" || (line.Text("name")?.StartsWith("chat ", StringComparison.Ordinal) ?? false);
            if (!isChat || line.Text("name") is null || !TelemetryRecount.IsOf(line, "copilot-chat", "copilot_chat.")) continue;
            long Of(string name) => attributes.Count("gen_ai.usage." + name);
            long prompt = Of("input_tokens"), output = Of("output_tokens"), read = Math.Min(prompt, Of("cache_read.input_tokens"));
            long written = Math.Min(prompt - read, Of("cache_creation.input_tokens")), thought = Math.Min(output, Of("reasoning.output_tokens"));
            string? conversation = attributes.Text("gen_ai.conversation.id");
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = TelemetryRecount.Time(line, "startTime") ?? TelemetryRecount.Time(line, "endTime") ?? file.ModifiedMs,
                Model = attributes.Text("gen_ai.response.model") ?? attributes.Text("gen_ai.request.model"),
                Session = attributes.Text("copilot_chat.chat_session_id") ?? conversation,
                Tokens = new(prompt - read - written, output - thought, read, written, 0, thought),
            };
            if (call.IsUsage) yield return (line.Text("spanId") ?? line.Member("spanContext").Text("spanId"), call, conversation);
        }
    }

    /// <summary>The calls of a debug log; the session is the folder's, since its parts have logs of their own.</summary>
    private static IEnumerable<(string? Key, RecountedCall Call)> LoggedIn(SourceFile file)
    {
        foreach (JsonElement line in RecountFile.Objects(file.Path).Where(line => line.Member("type").Is("llm_request")))
        {
            JsonElement attributes = line.Member("attrs");
            long prompt = attributes.Count("inputTokens"), read = Math.Min(prompt, attributes.Count("cachedTokens"));
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = line.Time("ts") ?? file.ModifiedMs,
                Model = attributes.Text("model"),
                Session = file.FolderName == "debug-logs" ? file.Stem : file.FolderName,
                Tokens = new(prompt - read, attributes.Count("outputTokens"), read, 0, 0, 0),
            };
            if (call.IsUsage) yield return (line.Text("spanId"), call);
        }
    }
}
