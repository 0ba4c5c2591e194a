using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Second reader of Copilot CLI's three kinds of log; a session counts from the best kind that has it.</summary>
internal sealed class CopilotRecount : IRecount
{
    /// <summary>A credit is a cent, a nano credit a billionth of it.</summary>
    private const decimal NanoCreditsPerUsd = 100_000_000_000m;

    /// <summary>A million dollars.</summary>
    private const double NanoCreditsMax = 1e17;

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<string, SourceFile> byKind = input.Files.ToLookup(KindOf);
        List<RecountedCall> store = [.. RecountCopies.First(byKind["store"].SelectMany(InStore))];
        HashSet<string?> counted = [.. store.Select(call => call.Session)];
        List<RecountedCall> events = [.. CopilotEventRecount.Count(byKind["events"]).Where(call => !counted.Contains(call.Session))];
        counted.UnionWith(events.Select(call => call.Session));
        IEnumerable<RecountedCall> telemetry = CopilotTelemetryRecount.Count(byKind["telemetry"]);
        return [.. store, .. events, .. telemetry.Where(call => call.Session is null || !counted.Contains(call.Session))];
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
        file.Path.EndsWith(".db", StringComparison.Ordinal) ? "store"
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
}
