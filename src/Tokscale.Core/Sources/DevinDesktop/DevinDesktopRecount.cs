using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>Second reader of Devin Desktop's event logs.</summary>
internal sealed class DevinDesktopRecount : IRecount
{
    private static readonly string[] s_counts = ["inputTokens", "cachedReadTokens", "cachedWriteTokens", "outputTokens"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => file.Path.EndsWith(".db", StringComparison.Ordinal));
        Dictionary<string, (string? Model, bool HasCounts)> titles = [];
        foreach (SourceFile file in byKind[true]) ReadTitles(file, titles);
        // Of several files of a session the one with the latest call counts.
        foreach (var session in byKind[false].Select(ReadLog).Where(log => log.Calls.Count > 0).GroupBy(log => log.Calls[0].Session))
        {
            (List<RecountedCall> calls, string? title, _) = session.MaxBy(log => log.LastMs);
            (string? Model, bool HasCounts) known = title is null ? default : titles.GetValueOrDefault(title);
            if (known.HasCounts) continue;
            foreach (RecountedCall call in calls) yield return call with { Model = call.Model ?? known.Model };
        }
    }

    private static void ReadTitles(SourceFile file, Dictionary<string, (string? Model, bool HasCounts)> titles)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return;
        HashSet<string?> counted = [.. database.Table("message_nodes")
            .Where(row => row.Json("chat_message").Member("metadata").Member("metrics") is var metrics
                && (metrics.Loose("input_tokens") | metrics.Loose("output_tokens") | metrics.Loose("cache_read_tokens")) != 0)
            .Select(row => row.Text("session_id"))];
        foreach (RecountRow row in database.Table("sessions"))
        {
            if (row.Text("title") is { } title) titles.TryAdd(title, (row.Text("model"), counted.Contains(row.Text("id"))));
        }
    }

    private static (List<RecountedCall> Calls, string? Title, long LastMs) ReadLog(SourceFile file)
    {
        string? session = null, title = null;
        long? timeMs = null, sumMs = null;
        long input = 0, read = 0, written = 0, output = 0, lastMs = 0;
        List<RecountedCall> calls = [];
        HashSet<string> untagged = [];
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement call = line.Member("notification"), update = call.IsObject() ? call : line.Member("params").Member("update");
            JsonElement meta = update.Member("_meta");
            session = line.Member("params").Text("sessionId") ?? session;
            timeMs = update.Time("created_at") ?? update.Time("timestamp") ?? meta.Time("cognition.ai/timestamp") ?? line.Time("timestamp") ?? timeMs;
            if (update.Member("sessionUpdate").Is("session_info_update")) title = update.Text("title") ?? title;
            if (!update.Member("sessionUpdate").Is("usage_update")) continue;
            long?[] counts = [.. s_counts.Select(name => meta.Member("cognition.ai/" + name).LooseOrNull())];
            if (counts.All(count => count is null)) continue;
            if (!call.IsObject())
            {
                // In this form input and caches are running totals, output is told answer by answer.
                (input, read, written, output) = (counts[0] ?? input, counts[1] ?? read, counts[2] ?? written, output + (counts[3] ?? 0));
                sumMs = timeMs;
                continue;
            }
            TokenCounts tokens = RecountTokens.Inclusive(counts[0] ?? 0, counts[3] ?? 0, counts[1] ?? 0, counts[2] ?? 0);
            string told = string.Join(' ', counts.Select(count => count ?? 0));
            // An update that names the agent repeats one that does not.
            if (!meta.Member("cognition.ai/subagent_context").IsObject()) untagged.Add(told);
            else if (untagged.Contains(told)) continue;
            if (tokens.IsZero) continue;
            calls.Add(CallOf(file, timeMs, meta.Text("cognition.ai/model"), tokens));
            lastMs = Math.Max(lastMs, timeMs ?? 0);
        }
        calls.Add(CallOf(file, sumMs, model: null, new TokenCounts(Math.Max(0, input - read), output, read, written, 0, 0)));
        return ([.. calls.Where(call => call.IsUsage).Select(call => call with { Session = session ?? file.Stem })], title, Math.Max(lastMs, sumMs ?? 0));
    }

    private static RecountedCall CallOf(SourceFile file, long? timeMs, string? model, TokenCounts tokens) =>
        new() { File = file.Path, TimeMs = timeMs ?? file.ModifiedMs, Model = model, Tokens = tokens };
}
