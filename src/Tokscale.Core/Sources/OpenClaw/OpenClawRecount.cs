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
        IEnumerable<Event> events = byKind["transcript"].SelectMany(InTranscript).Concat(byKind["database"].SelectMany(InDatabase));
        // A mirrored call counts only where the thread's rollout is gone.
        IEnumerable<Event> own = events.Where(found => found.Thread is null || !threads.Contains(found.Thread));
        return inner.Concat(RecountCopies.First(own.Select(found => (found.Key, found.Call))));
    }

    /// <summary>The thread as the rollout tells it, and as its file is named.</summary>
    private static IEnumerable<string> NamesOf(RecountedRollout rollout) =>
        ThreadName().Matches(rollout.File.Path).Select(match => match.Value).Append(rollout.Owner ?? rollout.File.Stem);

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex ThreadName();

    private static string KindOf(SourceFile file) =>
        file.Path.EndsWith(".sqlite", StringComparison.Ordinal) ? "database"
        : file.Path.Replace('\\', '/').Contains("/codex-home/", StringComparison.Ordinal) ? "rollout"
        : "transcript";

    private static IEnumerable<Event> InTranscript(SourceFile file)
    {
        string name = Path.GetFileName(file.Path);
        int end = name.IndexOf(".jsonl", StringComparison.Ordinal);
        return EventsIn(file, [.. RecountFile.Objects(file.Path).Select(line => (line, (long?)null))], end > 0 ? name[..end] : name, null);
    }

    private static List<Event> InDatabase(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return [];
        Dictionary<string, string?> models = [];
        foreach (RecountRow row in database.Table("session_windows").Concat(database.Table("sessions")))
        {
            if (row.Text("session_id") is { } session) models.TryAdd(session, row.Text("model"));
        }
        return [.. database.Table("transcript_events", "session_id, seq").GroupBy(row => row.Text("session_id"))
            .SelectMany(group => EventsIn(
                file, [.. group.Select(row => (row.Json("event_json"), row.Time("created_at")))], group.Key,
                group.Key is null ? null : models.GetValueOrDefault(group.Key)))];
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

    private sealed record Event(string? Key, string? Thread, RecountedCall Call);
}
