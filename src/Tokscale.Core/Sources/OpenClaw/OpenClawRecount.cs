using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Sources.Shared.Rollouts;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenClaw;

/// <summary>Second reader of OpenClaw's transcripts, databases and inner agent's rollouts.</summary>
internal sealed partial class OpenClawRecount : IRecount
{
    private const string MirrorStart = "codex-app-server:";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<string, SourceFile> byKind = input.Files.ToLookup(KindOf);
        List<RecountedCall> inner = [.. new RolloutRecount(noModel: null).Count(byKind["rollout"])];
        HashSet<string> threads = [.. byKind["rollout"].Select(RecountedRollout.Read).Where(rollout => rollout.Entries.Count > 0)
            .SelectMany(NamesOf)];
        IEnumerable<Event> events = input.Files.Where(file => KindOf(file) != "rollout")
            .SelectMany(file => KindOf(file) == "database" ? InDatabase(file) : InTranscript(file))
            .OrderBy(found => found.StartedMs);
        // A mirrored call counts only where the thread's rollout is gone.
        IEnumerable<Event> own = events.Where(found => found.Thread is null || !threads.Contains(found.Thread));
        return inner.Concat(RecountCopies.First(own.Select(found => (found.Key, found.Call))));
    }

    /// <summary>The thread as the rollout tells it, and as its file is named.</summary>
    private static IEnumerable<string> NamesOf(RecountedRollout rollout) =>
        ThreadName().Matches(rollout.File.Path).Select(match => match.Value).Append(rollout.Owner ?? rollout.File.Stem);

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex ThreadName();

    [GeneratedRegex("/(?:codex-home|cli-auth/codex)/")]
    private static partial Regex InnerHome();

    private static string KindOf(SourceFile file) =>
        file.Path.EndsWith(".sqlite", StringComparison.Ordinal) ? "database"
        : InnerHome().IsMatch(file.Path.Replace('\\', '/')) ? "rollout"
        : "transcript";

    private static IEnumerable<Event> InTranscript(SourceFile file)
    {
        string name = Path.GetFileName(file.Path), path = file.Path.Replace('\\', '/');
        int end = name.IndexOf(".jsonl", StringComparison.Ordinal);
        if (end > 0) name = name[..end];
        if (path.Contains("/session-sqlite-import-archive/", StringComparison.Ordinal)) name = name[(name.IndexOf('.') + 1)..];
        List<JsonElement> lines = [.. RecountFile.Objects(file.Path)];
        return path.Contains("/sessions/cold/", StringComparison.Ordinal)
            ? EventsIn(file, OutOfCold(lines), SessionInCold(lines) ?? name, null)
            : EventsIn(file, Undated(lines), name, null);
    }

    private static List<(JsonElement Line, long? TimeMs)> Undated(IEnumerable<JsonElement> lines) => [.. lines.Select(line => (line, (long?)null))];

    private static List<(JsonElement Line, long? TimeMs)> OutOfCold(IEnumerable<JsonElement> lines) =>
        [.. lines.Where(line => line.Member("kind").Is("event")).Select(line => line.Member("row"))
            .Select(row => (RecountJson.Parse(row.Text("event_json")), row.Time("created_at")))];

    private static string? SessionInCold(IEnumerable<JsonElement> lines) =>
        lines.Where(line => line.Member("kind").Is("header")).Select(line => line.Text("sessionId")).FirstOrDefault(session => session is not null);

    private static List<Event> InDatabase(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return [];
        Dictionary<string, string?> models = [];
        foreach (RecountRow row in database.Table("session_windows").Concat(database.Table("sessions")))
        {
            if (row.Text("session_id") is { } session) models.TryAdd(session, row.Text("model"));
        }
        IEnumerable<Event> events = database.Table("transcript_events", "session_id, seq").GroupBy(row => row.Text("session_id"))
            .SelectMany(group => EventsIn(file, [.. group.Select(row => (EntryOf(row), row.Time("created_at")))], group.Key, ModelOf(group.Key)));
        IEnumerable<Event> archived = database.Table("session_transcript_archives")
            .SelectMany(row => EventsIn(file, Undated(Archived(row)), row.Text("session_id"), ModelOf(row.Text("session_id"))));
        IEnumerable<Event> cold = database.Table("session_transcript_cold_archives")
            .SelectMany(row => EventsIn(file, OutOfCold(Archived(row)), row.Text("session_id"), ModelOf(row.Text("session_id"))));
        return [.. events, .. archived, .. cold];

        string? ModelOf(string? session) => session is null ? null : models.GetValueOrDefault(session);
    }

    private static IEnumerable<JsonElement> Archived(RecountRow row) => RecountFile.Objects(row.Bytes("archive_blob"));

    private static JsonElement EntryOf(RecountRow row)
    {
        if (!row.IsNull("event_json") || row.Bytes("event_zstd") is not [_, ..] packed) return row.Json("event_json");
        return RecountFile.Decode(packed) is { } text ? RecountJson.Parse(text) : default;
    }

    private static IEnumerable<Event> EventsIn(SourceFile file, List<(JsonElement Line, long? TimeMs)> lines, string? session,
        string? fallback)
    {
        string? model = null;
        JsonElement header = lines.Select(line => line.Line).FirstOrDefault(line => line.Member("type").Is("session"));
        session = header.Text("id") ?? session;
        foreach ((JsonElement line, long? rowTimeMs) in lines)
        {
            JsonElement message = line.Member("message"), usage = message.Member("usage");
            string? type = line.Text("type");
            if (type == "model_change") model = EntryRecount.ChangeIn(line) ?? model;
            if (type == "custom" && line.Member("customType").Is("model-snapshot")) model = line.Member("data").Text("modelId") ?? model;
            bool isSide = type is "compaction" or "branch_summary" or "usage" or "model_usage";
            if (isSide) (message, usage) = (line, line.Member("usage"));
            else if (type != "message" || !message.Member("role").Is("assistant")) continue;
            if (!usage.IsObject() || IsBookkeeping(message)) continue;
            if (!isSide) model = message.Text("model") ?? model;
            TokenCounts tokens = TokensOf(usage);
            long timeMs = message.Time("timestamp") ?? line.Time("timestamp") ?? rowTimeMs ?? header.Time("timestamp") ?? file.ModifiedMs;
            string key = message.Text("idempotencyKey") ?? line.Text("idempotencyKey") ?? "";
            string[] mirror = key.StartsWith(MirrorStart, StringComparison.Ordinal) ? key.Split(':') : [];
            yield return new(
                line.Text("id") is { } id ? $"{id}|{timeMs}|{usage.Loose("input")}|{usage.Loose("output")}" : null,
                mirror.Length == 4 && mirror[3] == "assistant" ? mirror[1] : null,
                header.Time("timestamp") ?? file.ModifiedMs,
                new()
                {
                    File = file.Path,
                    TimeMs = timeMs,
                    Model = message.Text("responseModel") ?? message.Text("model") ?? model ?? fallback,
                    Session = session,
                    Tokens = tokens,
                    CostUsd = usage.Member("cost").Member("total").Money() is > 0 and var cost ? cost : null,
                });
        }
    }

    private static bool IsBookkeeping(JsonElement message) =>
        message.Member("api").Is("openclaw-transcript")
        || (message.Member("api").Is("cli") && (message.Text("provider") is "claude-cli" or "codex-cli" or "google-gemini-cli"))
        || (message.Member("provider").Is("openclaw") && (message.Text("model") is "delivery-mirror" or "gateway-injected"));

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long output = usage.Loose("output"),
            reasoning = Math.Min(output, Math.Max(usage.Loose("reasoningTokens"), usage.Loose("reasoning")));
        long input = usage.Loose("input"), read = usage.Loose("cacheRead"), written = usage.Loose("cacheWrite");
        // The total shows what was left in the input by mistake.
        if (read > 0 && input >= read && usage.Loose("totalTokens") == input + output + written) input -= read;
        long hour = Math.Max(usage.Loose("cacheWrite1h"), usage.Member("cttl").Loose("ephemeral1h"));
        return new(input, output - reasoning, read, written, Math.Min(written, hour), reasoning);
    }

    private sealed record Event(string? Key, string? Thread, long StartedMs, RecountedCall Call);
}
