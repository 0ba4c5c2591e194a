using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Grok;

/// <summary>Second reader of Grok Build's protocol logs and its common log.</summary>
internal sealed class GrokRecount : IRecount
{
    private const decimal TicksPerUsd = 10_000_000_000m;
    private const string NoModel = "grok-build";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => Path.GetFileName(file.Path) == "unified.jsonl");
        List<RecountedCall> turns = [.. byKind[false].Where(file => Path.GetFileName(file.Path) == "updates.jsonl").SelectMany(TurnsIn)];
        HashSet<string?> sessions = [.. turns.Select(call => call.Session)];
        Dictionary<string, string> models = [];
        foreach (SourceFile file in byKind[false]) models.TryAdd(file.FolderName, ModelOf(Path.GetDirectoryName(file.Path)!));
        IEnumerable<(string? Key, RecountedCall Call)> calls = byKind[true].SelectMany(file => CallsIn(file, models));
        return turns.Concat(RecountCopies.First(calls.Where(found => !sessions.Contains(found.Call.Session))));
    }

    private static string ModelOf(string folder) =>
        RecountJson.OfFile(Path.Join(folder, "signals.json")).Text("primaryModelId")
        ?? RecountJson.OfFile(Path.Join(folder, "summary.json")).Text("current_model_id") ?? NoModel;

    private static List<RecountedCall> TurnsIn(SourceFile file)
    {
        string folder = Path.GetDirectoryName(file.Path)!;
        long? startMs = RecountJson.OfFile(Path.Join(folder, "summary.json")).Time("created_at");
        var turns = new HashSet<string>();
        var calls = new List<RecountedCall>();
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement parameters = line.Member("params"), update = parameters.Member("update"), usage = update.Member("usage");
            JsonElement meta = parameters.Member("_meta");
            if (!update.Member("sessionUpdate").Is("turn_completed") || !usage.IsObject()) continue;
            long timeMs = meta.Time("agentTimestampMs") ?? line.Time("timestamp") ?? startMs ?? file.ModifiedMs;
            string key = meta.Text("eventId") ?? update.Text("prompt_id") ?? $"{timeMs} {usage.GetRawText()}";
            RecountedCall[] parts = [.. PartsOf(usage, ModelOf(folder)).Select(part => new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = part.Model,
                Session = file.FolderName,
                CostUsd = part.CostUsd,
                Tokens = RecountTokens.Inclusive(
                    part.Usage.Loose("inputTokens"), part.Usage.Loose("outputTokens"), part.Usage.Loose("cachedReadTokens"),
                    part.Usage.Loose("cacheCreationTokens"), part.Usage.Loose("reasoningTokens")),
            }).Where(call => call.IsUsage)];
            if (parts.Length > 0 && turns.Add(key)) calls.AddRange(parts);
        }
        return calls;
    }

    private static IEnumerable<(string Model, JsonElement Usage, decimal? CostUsd)> PartsOf(JsonElement usage, string model)
    {
        JsonProperty[] models = [.. usage.Member("modelUsage").Fields()];
        if (models.Length == 0) return [(model, usage, Cost(usage))];
        return models.Select(part => (part.Name, part.Value, Cost(part.Value) ?? (models.Length == 1 ? Cost(usage) : null)));
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
            yield return ($"{session} {call.TimeMs} {line.Member("pid").Count()} {call.Tokens}", call);
        }
    }
}
