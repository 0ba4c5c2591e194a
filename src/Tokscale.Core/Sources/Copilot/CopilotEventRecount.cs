using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Second reader of Copilot CLI's session events: totals of process runs, and what a killed run left.</summary>
internal static class CopilotEventRecount
{
    /// <summary>The log of each session that has one.</summary>
    public static IEnumerable<Log> Read(IEnumerable<SourceFile> files)
    {
        IEnumerable<Log> read = files.Select(Read).Where(log => log.Calls.Count > 0);
        // Of a session's two layouts the one with a folder counts.
        return read.GroupBy(log => log.Session).Select(same => same.OrderBy(log => IsFlat(log.File)).First());
    }

    private static bool IsFlat(SourceFile file) => file.FolderName == "session-state";

    private static Log Read(SourceFile file)
    {
        string session = IsFlat(file) ? file.Stem : file.FolderName;
        string? model = null;
        long timeMs = file.ModifiedMs;
        bool hasTotals = false;
        var calls = new List<RecountedCall>();
        var open = new Dictionary<string, RecountedCall>();
        var told = new Dictionary<string, RecountedCall>();
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            JsonElement data = line.Member("data");
            timeMs = line.TextTime("timestamp") ?? timeMs;
            switch (line.Text("type"))
            {
                case "session.start" or "session.resume":
                    // A process that was killed told no totals of these.
                    calls.AddRange(open.Values);
                    open.Clear();
                    told.Clear();
                    session = data.Text("sessionId") ?? session;
                    model = data.Text("selectedModel") ?? model;
                    break;
                case "session.model_change":
                    model = data.Text("newModel") ?? model;
                    break;
                case "assistant.message":
                    AddOpen(open, data,
                        new() { File = file.Path, TimeMs = timeMs, Model = data.Text("model") ?? model, Session = session });
                    break;
                case "session.shutdown":
                    string? current = data.Text("currentModel") ?? model;
                    RecountedCall blank = new() { File = file.Path, TimeMs = timeMs, Session = session, Model = current };
                    RecountedCall[] totals = [.. InShutdown(data, blank).Select(total => Beyond(told, total)).Where(call => call.IsUsage)];
                    calls.AddRange(totals.Length > 0 ? totals : open.Values);
                    hasTotals |= totals.Length > 0;
                    open.Clear();
                    break;
            }
        }
        calls.AddRange(open.Values);
        return new(file, session, hasTotals, [.. calls.Select(call => call with { Session = session })]);
    }

    /// <summary>Totals of one process grow; what it told before is not counted again. Smaller ones are of another process.</summary>
    private static RecountedCall Beyond(Dictionary<string, RecountedCall> told, RecountedCall total)
    {
        string model = total.Model ?? "";
        RecountedCall? before = told.GetValueOrDefault(model);
        told[model] = total;
        if (before is null || total.Tokens.Total < before.Tokens.Total) return total;
        return total with { Tokens = total.Tokens.Beyond(before.Tokens), Messages = Math.Max(0, total.Messages - before.Messages) };
    }

    /// <summary>A message is written again while it grows; its input is unknown.</summary>
    private static void AddOpen(Dictionary<string, RecountedCall> open, JsonElement data, RecountedCall call)
    {
        call = call with { Tokens = new TokenCounts(0, data.Count("outputTokens"), 0, 0, 0, 0) };
        string id = data.Text("messageId") ?? $"no id {open.Count}";
        if (!call.IsUsage) return;
        if (!open.TryGetValue(id, out RecountedCall? other)) open[id] = call;
        else if (call.Tokens.Output >= other.Tokens.Output) open[id] = call with { TimeMs = other.TimeMs };
    }

    private static IEnumerable<RecountedCall> InShutdown(JsonElement data, RecountedCall blank)
    {
        if (!data.Member("modelMetrics").Fields().Any())
        {
            JsonElement details = data.Member("tokenDetails");
            long Of(string kind) => details.Member(kind).Count("tokenCount");
            var tokens = new TokenCounts(Of("input"), Of("output"), Of("cache_read"), Of("cache_write"), 0, 0);
            RecountedCall single = blank with { Tokens = tokens };
            if (single.IsUsage) yield return single;
            yield break;
        }
        foreach (JsonProperty metrics in data.Member("modelMetrics").Fields())
        {
            JsonElement usage = metrics.Value.Member("usage");
            RecountedCall call = blank with
            {
                Model = metrics.Name.Trim() is { Length: > 0 } name ? name : null,
                Messages = (int)Math.Min(int.MaxValue, metrics.Value.Member("requests").Member("count").CountOrNull() ?? 1),
                Tokens = CopilotRecount.Split(
                    usage.Count("inputTokens"), usage.Count("outputTokens"), usage.Count("cacheReadTokens"),
                        usage.Count("cacheWriteTokens"),
                    usage.Count("reasoningTokens")),
            };
            if (call.IsUsage) yield return call;
        }
    }

    /// <param name="File">The log.</param>
    /// <param name="Session">The session that it tells of.</param>
    /// <param name="HasTotals">Calls are totals, at least some; else they are messages whose input is unknown.</param>
    /// <param name="Calls">The calls, one or more.</param>
    internal sealed record Log(SourceFile File, string Session, bool HasTotals, List<RecountedCall> Calls);
}
