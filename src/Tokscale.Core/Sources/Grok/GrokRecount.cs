using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>Second reader of Grok Build's protocol logs and its common log.</summary>
internal sealed class GrokRecount : IRecount
{
    private const decimal TicksPerUsd = 10_000_000_000m;
    private const string NoModel = "grok-build";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => Path.GetFileName(file.Path) == "unified.jsonl");
        SourceFile[] logs = [.. byKind[false].Where(file => Path.GetFileName(file.Path) == "updates.jsonl")];
        List<Fold> folds = [.. logs.SelectMany(FoldsIn)];
        List<Turn> turns = [.. logs.OrderBy(IsFork).SelectMany(TurnsIn)];
        HashSet<string?> sessions = [.. turns.Select(turn => turn.Call.Session)];
        List<Fold> empty = [.. logs.SelectMany(EmptyTurnsIn)];
        Dictionary<string, string> models = [];
        foreach (SourceFile file in byKind[false]) models.TryAdd(file.FolderName, ModelOf(Path.GetDirectoryName(file.Path)!));
        IEnumerable<(string? Key, RecountedCall Call)> calls = byKind[true].SelectMany(file => CallsIn(file, models))
            .Where(found => !sessions.Contains(found.Call.Session) || empty.Exists(turn => turn.Holds(found.Call, isTimed: true)))
            .Where(found => !folds.Exists(fold => fold.Holds(found.Call, isTimed: true)));
        IEnumerable<Turn> own = turns.Where(turn => !folds.Exists(fold => fold.Holds(turn.Call, turn.IsTimed)));
        var copies = new HashSet<string>();
        return own.Where(turn => turn.Copy is null || copies.Add(turn.Copy)).Select(turn => turn.Call).Concat(RecountCopies.First(calls));
    }

    /// <summary>The log begins as a copy of another session's.</summary>
    private static bool IsFork(SourceFile log) =>
        RecountJson.OfFile(Path.Join(Path.GetDirectoryName(log.Path)!, "summary.json")).Text("parent_session_id") is not null;

    /// <summary>Which sub-agents were done when the turn ended that had started them: it holds what they used.</summary>
    private static IEnumerable<Fold> FoldsIn(SourceFile log)
    {
        var started = new List<(string Child, string? Prompt, long TimeMs)>();
        var done = new List<(string Child, string? Prompt, long TimeMs)>();
        foreach (JsonElement line in RecountFile.Objects(log.Path))
        {
            JsonElement parameters = line.Member("params"), update = parameters.Member("update"), meta = parameters.Member("_meta");
            long? timeMs = meta.Time("agentTimestampMs") ?? line.Time("timestamp");
            string? child = update.Text("child_session_id"), prompt = update.Text("prompt_id") ?? meta.Text("promptId");
            switch (update.Text("sessionUpdate"))
            {
                case "subagent_spawned" when child is not null:
                    started.Add((child, update.Text("parent_prompt_id"), timeMs ?? 0));
                    break;
                case "subagent_finished" when started.FindLastIndex(agent => agent.Child == child) is >= 0 and var place:
                    done.Add(started[place]);
                    started.RemoveAt(place);
                    break;
                case "turn_completed" when prompt is not null && PartsOf(update.Member("usage"), "").Any(part => !TokensOf(part.Usage).IsZero):
                    foreach (var agent in done.Where(agent => agent.Prompt == prompt))
                        yield return new Fold(agent.Child, agent.TimeMs, timeMs ?? long.MaxValue);
                    done.RemoveAll(agent => agent.Prompt == prompt);
                    break;
            }
        }
    }

    /// <summary>From the end of the turn before, of turns that ended without counts.</summary>
    private static IEnumerable<Fold> EmptyTurnsIn(SourceFile log)
    {
        long startMs = long.MinValue;
        foreach (JsonElement line in RecountFile.Objects(log.Path))
        {
            JsonElement parameters = line.Member("params"), update = parameters.Member("update");
            long? timeMs = parameters.Member("_meta").Time("agentTimestampMs") ?? line.Time("timestamp");
            if (!update.Member("sessionUpdate").Is("turn_completed") || timeMs is not { } endMs) continue;
            bool isEmpty = PartsOf(update.Member("usage"), "").All(part => TokensOf(part.Usage).IsZero);
            if (isEmpty) yield return new Fold(log.FolderName, startMs == long.MinValue ? startMs : startMs + 1, endMs);
            startMs = endMs;
        }
    }

    private static string ModelOf(string folder) =>
        RecountJson.OfFile(Path.Join(folder, "signals.json")).Text("primaryModelId")
        ?? RecountJson.OfFile(Path.Join(folder, "summary.json")).Text("current_model_id") ?? NoModel;

    private static List<Turn> TurnsIn(SourceFile file)
    {
        string folder = Path.GetDirectoryName(file.Path)!;
        long? startMs = RecountJson.OfFile(Path.Join(folder, "summary.json")).Time("created_at");
        var keys = new HashSet<string>();
        var turns = new List<Turn>();
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement parameters = line.Member("params"), update = parameters.Member("update"), usage = update.Member("usage");
            JsonElement meta = parameters.Member("_meta");
            if (!update.Member("sessionUpdate").Is("turn_completed") || !usage.IsObject()) continue;
            long? loggedMs = meta.Time("agentTimestampMs") ?? line.Time("timestamp");
            string? id = meta.Text("eventId") ?? update.Text("prompt_id") ?? meta.Text("promptId") ?? meta.Time("agentTimestampMs")?.ToString();
            Turn[] parts = [.. PartsOf(usage, ModelOf(folder)).Select(part => new Turn(
                id is null ? null : $"{id} {part.Name} {TokensOf(part.Usage)}",
                loggedMs is not null,
                new RecountedCall
                {
                    File = file.Path,
                    TimeMs = loggedMs ?? startMs ?? file.ModifiedMs,
                    Model = part.Model,
                    Session = file.FolderName,
                    CostUsd = part.CostUsd,
                    Tokens = TokensOf(part.Usage),
                })).Where(turn => turn.Call.IsUsage)];
            if (parts.Length > 0 && keys.Add(id ?? $"{loggedMs} {usage.GetRawText()}")) turns.AddRange(parts);
        }
        return turns;
    }

    private static TokenCounts TokensOf(JsonElement usage) => RecountTokens.Inclusive(
        usage.Loose("inputTokens"), usage.Loose("outputTokens"), usage.Loose("cachedReadTokens"), usage.Loose("cacheCreationTokens"),
        usage.Loose("reasoningTokens"));

    /// <summary>The models of a turn that used something, else the turn as a whole.</summary>
    private static IEnumerable<(string Name, string Model, JsonElement Usage, decimal? CostUsd)> PartsOf(JsonElement usage, string model)
    {
        JsonProperty[] models = [.. usage.Member("modelUsage").Fields().Where(part => !TokensOf(part.Value).IsZero)];
        if (models.Length == 0) return [("", model, usage, Cost(usage))];
        return models.Select(part => (part.Name, part.Name, part.Value, Cost(part.Value) ?? (models.Length == 1 ? Cost(usage) : null)));
    }

    private static decimal? Cost(JsonElement usage) =>
        usage.Member("costUsdTicks").Number() is > 0 and < 1e16 and var ticks ? (decimal)ticks / TicksPerUsd : null;

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file, Dictionary<string, string> models)
    {
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement counts = line.Member("ctx");
            if (!line.Member("msg").Is("shell.turn.inference_done")) continue;
            string? session = line.Text("sid");
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = line.Time("ts") ?? file.ModifiedMs,
                Model = session is null ? NoModel : models.GetValueOrDefault(session, NoModel),
                Session = session,
                Tokens = RecountTokens.Inclusive(
                    counts.Loose("prompt_tokens"), counts.Loose("completion_tokens"), counts.Loose("cached_prompt_tokens"), 0,
                    counts.Loose("reasoning_tokens")),
            };
            yield return ($"{session} {call.TimeMs} {line.Member("pid").Count()} {counts.Loose("loop_index")} {call.Tokens}", call);
        }
    }

    /// <param name="Copy">What tells the turn in every log; null where nothing does.</param>
    /// <param name="IsTimed">The turn's time is its own.</param>
    private sealed record Turn(string? Copy, bool IsTimed, RecountedCall Call);

    /// <summary>A span of time of a session: of a sub-agent, whose use is a part of another session's turn, or of a turn without counts.</summary>
    private sealed record Fold(string Child, long StartMs, long EndMs)
    {
        public bool Holds(RecountedCall call, bool isTimed) =>
            call.Session == Child && (!isTimed || (StartMs <= call.TimeMs && call.TimeMs <= EndMs));
    }
}
