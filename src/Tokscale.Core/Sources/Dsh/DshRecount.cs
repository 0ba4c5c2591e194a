using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Files;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>Second reader of DeepSeek Harness' sessions.</summary>
internal sealed class DshRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files
        .Select(file => (File: file, Calls: CallsIn(file))).Where(log => log.Calls.Count > 0)
        .GroupBy(log => Path.GetDirectoryName(log.File.Path))
        .SelectMany(session => session.GroupBy(log => GenerationOf(log.File)).MaxBy(logs => logs.Key)!)
        .OrderBy(log => log.File.Path, StringComparer.Ordinal).SelectMany(log => log.Calls));

    private static int GenerationOf(SourceFile file)
    {
        string[] parts = Path.GetFileName(file.Path).Split('.');
        return parts[1].StartsWith('v') ? int.Parse(parts[1][1..], CultureInfo.InvariantCulture) : 0;
    }

    private static List<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        bool isCompressed = RecountFile.Bytes(file.Path) is { } bytes && ZstdValue.BeginsLikeOne(bytes);
        JsonElement[] events = [.. RecountFile.Lines(file.Path, isCompressed).Select(line => RecountJson.Parse(line))
            .Where(line => line.IsObject())];
        JsonElement header = events.FirstOrDefault(line => line.Member("type").Is("session"));
        string? model = null;
        var calls = new List<(string? Key, RecountedCall Call)>();
        (string? Step, int Index)? open = null;
        foreach (JsonElement line in events)
        {
            JsonElement data = line.Member("data");
            string? type = line.Text("type");
            string? step = data.Member("turn").LooseOrNull() is { } turn && data.Member("step").LooseOrNull() is { } number ? $"{turn} {number}" : null;
            // Before the end of the seed is what was copied from the session that this one was forked from.
            if (type == "session/end-seed" && data.Member("inherited").IsTrue())
            {
                calls.Clear();
                open = null;
            }
            if (type is "request/header" or "request/context") model = ModelOf(data) ?? model;
            // After a retry the model was called again.
            if (type == "llm/retry-started" && step == open?.Step) open = null;
            bool isSettlement = type is "assistant/message" or "assistant/attempt" or "assistant/chunk";
            if (!isSettlement && type != "compaction/summary") continue;
            if (line.Member("seq").LooseOrNull() < header.Member("seedLength").LooseOrNull()) continue;
            RecountedCall call = CallOf(line, data, header, file, model);
            if (!call.IsUsage) continue;
            string? id = data.Member("message").Text("id") ?? data.Text("compactionId") ?? data.Text("attemptId") ?? data.Text("retryId")
                ?? line.Member("seq").LooseOrNull()?.ToString(CultureInfo.InvariantCulture);
            string key = $"{id} {call.TimeMs} {call.Model} {call.Tokens}";
            int place = isSettlement && open is { } last && last.Step == step && step is not null ? last.Index : calls.Count;
            if (place == calls.Count) calls.Add((key, call));
            else calls[place] = (key, call);
            if (isSettlement) open = (step, place);
        }
        return calls;
    }

    private static string? ModelOf(JsonElement data) =>
        data.Member("source").Member("replayState").Member("response").Text("responseModel") ?? data.Member("source").Text("model")
            ?? data.Text("model") ?? data.Member("header").Member("config").Text("model");

    private static RecountedCall CallOf(JsonElement line, JsonElement data, JsonElement header, SourceFile file, string? model)
    {
        JsonElement usage = data.Member("usage");
        if (!usage.IsObject()) usage = data.Member("stream").Items().Select(part => part.Member("chunk")).Append(data.Member("chunk"))
            .LastOrDefault(chunk => chunk.Member("type").Is("usage")).Member("usage");
        long output = usage.Loose("outputTokens"), reasoning = Math.Min(output, usage.Loose("reasoningTokens"));
        return new()
        {
            File = file.Path,
            TimeMs = line.Time("time") ?? header.Time("createdAt") ?? file.ModifiedMs,
            Model = ModelOf(data.Member("message")) ?? ModelOf(data) ?? model,
            Session = header.Text("id") ?? file.FolderName,
            Tokens = new(usage.Loose("inputTokens"), output - reasoning, usage.Loose("cacheReadTokens"), usage.Loose("cacheWriteTokens"),
                0, reasoning),
        };
    }
}
