using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Second reader of the four kinds of log of Copilot's CLI and App; a session counts from the best kind that has it.</summary>
internal sealed class CopilotRecount : IRecount
{
    /// <summary>A credit is a cent, a nano credit a billionth of it.</summary>
    private const decimal NanoCreditsPerUsd = 100_000_000_000m;

    /// <summary>Ten thousand dollars: no call or session costs more.</summary>
    private const double NanoCreditsMax = 1e15;

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<string, SourceFile> byKind = input.Files.ToLookup(KindOf);
        List<RecountedCall> store = [.. RecountCopies.First(byKind["store"].SelectMany(InStore))];
        HashSet<string?> counted = [.. store.Select(call => call.Session)];
        ILookup<string, CopilotEventRecount.Log> logs = CopilotEventRecount.Read(byKind["events"]).Where(log => !counted.Contains(log.Session))
            .ToLookup(log => log.Session);
        counted.UnionWith(logs.SelectMany(log => log).Where(log => log.HasTotals).Select(log => log.Session));
        // Messages alone tell no input, the App's totals do.
        List<RecountedCall> apps = [.. RecountCopies.Largest(byKind["app"].SelectMany(InApp)).Where(call => !counted.Contains(call.Session))
            .Select(call => Completed(call, logs[call.Session!].FirstOrDefault()))];
        HashSet<string?> ofApp = [.. apps.Select(call => call.Session)];
        IEnumerable<RecountedCall> events = logs.SelectMany(log => log).Where(log => !ofApp.Contains(log.Session)).SelectMany(log => log.Calls);
        counted.UnionWith(ofApp.Concat(logs.Select(log => log.Key)));
        IEnumerable<RecountedCall> telemetry = CopilotTelemetryRecount.Count(byKind["telemetry"]);
        return [.. store, .. events, .. apps, .. telemetry.Where(call => call.Session is null || !counted.Contains(call.Session))];
    }

    /// <summary>Prompt counters hold what was cached, completion counters what was thought; parts are cut to the whole.</summary>
    internal static TokenCounts Split(long input, long output, long read, long written, long reasoning)
    {
        read = Math.Min(read, input);
        written = Math.Min(written, input - read);
        reasoning = Math.Min(reasoning, output);
        return new(input - read - written, output - reasoning, read, written, 0, reasoning);
    }

    private static string KindOf(SourceFile file) =>
        Path.GetFileName(file.Path) == "data.db" ? "app"
        : file.Path.EndsWith(".db", StringComparison.Ordinal) ? "store"
        : file.Path.Replace('\\', '/').Contains("/session-state/", StringComparison.Ordinal) ? "events"
        : "telemetry";

    /// <summary>The calls, which a copy of the store tells again, by their rows.</summary>
    private static IEnumerable<(string? Key, RecountedCall Call)> InStore(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        long number = 0;
        foreach (RecountRow row in database?.Table("assistant_usage_events") ?? [])
        {
            number++;
            // Without these a table is another one.
            if (!row.Has("session_id") || !row.Has("input_tokens") || !row.Has("output_tokens")) continue;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? file.ModifiedMs,
                Model = row.Text("copilot_usage_model") ?? row.Text("model"),
                Session = row.Text("session_id"),
                CostUsd = row.Number("total_nano_aiu") is >= 0 and < NanoCreditsMax and var nano ? (decimal)nano / NanoCreditsPerUsd : null,
                Tokens = Split(
                    row.Count("input_tokens"), row.Count("output_tokens"), row.Count("cache_read_tokens"), row.Count("cache_write_tokens"),
                    row.Count("reasoning_tokens")),
            };
            long id = row.CountOrNull("id") ?? number;
            string session = Convert.ToHexString(row.Bytes("session_id"));
            yield return ($"{session} {id} {row.Time("created_at")} {row.Count("input_tokens")} {row.Count("output_tokens")}", call);
        }
    }

    /// <summary>The sessions, which a copy of the database may tell in an older state.</summary>
    private static IEnumerable<(string? Key, RecountedCall Call)> InApp(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        foreach (RecountRow row in database?.Table("sessions") ?? [])
        {
            // Without these a table is another one.
            if (row.Text("id") is not { } id || !row.Has("total_input_tokens") || !row.Has("total_output_tokens")) continue;
            yield return (id, new()
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? file.ModifiedMs,
                Model = row.Text("model"),
                Session = id,
                CostUsd = row.Number("total_nano_aiu") is > 0 and < NanoCreditsMax and var nano ? (decimal)nano / NanoCreditsPerUsd : null,
                Tokens = Split(
                    row.Count("total_input_tokens"), row.Count("total_output_tokens"), row.Count("total_cached_tokens"), 0,
                    row.Count("total_reasoning_tokens")),
            });
        }
    }

    /// <summary>Model and messages of a session that the App does not tell.</summary>
    private static RecountedCall Completed(RecountedCall app, CopilotEventRecount.Log? log) => log is null ? app : app with
    {
        Model = app.Model is null or "auto" ? log.Calls[^1].Model : app.Model,
        Messages = log.Calls.Count,
    };
}
