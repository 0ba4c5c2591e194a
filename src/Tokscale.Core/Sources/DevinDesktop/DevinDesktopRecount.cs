using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>Second reader of Devin Desktop's event logs.</summary>
internal sealed class DevinDesktopRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        ILookup<bool, SourceFile> byKind = input.Files.ToLookup(file => file.Path.EndsWith(".db", StringComparison.Ordinal));
        Dictionary<string, (string? Model, bool HasCounts)> titles = [];
        foreach (SourceFile file in byKind[true]) ReadTitles(file, titles);
        var best = new Dictionary<string, (RecountedCall Call, string? Title, long? TimeMs)>();
        foreach (SourceFile file in byKind[false])
        {
            if (ReadLog(file) is not { } found) continue;
            string session = found.Call.Session!;
            if (!best.TryGetValue(session, out var other) || (found.TimeMs ?? 0) > (other.TimeMs ?? 0)) best[session] = found;
        }
        foreach ((RecountedCall call, string? title, _) in best.Values)
        {
            (string? Model, bool HasCounts) known = title is null ? default : titles.GetValueOrDefault(title);
            if (!known.HasCounts) yield return call with { Model = known.Model };
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

    private static (RecountedCall Call, string? Title, long? TimeMs)? ReadLog(SourceFile file)
    {
        string? session = null, title = null;
        long? timeMs = null, lineMs = null;
        long input = 0, read = 0, written = 0, output = 0;
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement parameters = line.Member("params"), update = parameters.Member("update"), meta = update.Member("_meta");
            session = parameters.Text("sessionId") ?? session;
            lineMs = line.Time("timestamp") ?? lineMs;
            if (update.Member("sessionUpdate").Is("session_info_update")) title = update.Text("title") ?? title;
            if (!update.Member("sessionUpdate").Is("usage_update")) continue;
            // Input and caches are running totals, output is told answer by answer.
            long Last(string name, long before) => meta.Member("cognition.ai/" + name).LooseOrNull() ?? before;
            (input, read, written) = (Last("inputTokens", input), Last("cachedReadTokens", read), Last("cachedWriteTokens", written));
            output += meta.Loose("cognition.ai/outputTokens");
            timeMs = lineMs;
        }
        var call = new RecountedCall
        {
            File = file.Path,
            TimeMs = timeMs ?? file.ModifiedMs,
            Session = session ?? file.Stem,
            Tokens = new(Math.Max(0, input - read), output, read, written, 0, 0),
        };
        return call.IsUsage ? (call, title, timeMs) : null;
    }
}
