using System.Text.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Tests;

/// <summary>Totals of one model as fixtures state them.</summary>
public sealed record ModelTotals(
    string Model, long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite1h, long Reasoning, long Messages)
{
    public static ModelTotals[] Of(ScanResult scan) =>
        [.. scan.Sources.SelectMany(source => source.Events)
            .GroupBy(usage => scan.Names[usage.Model] ?? "unknown")
            .Select(group => Sum(group.Key, group))
            .OrderBy(totals => totals.Model, StringComparer.Ordinal)];

    /// <summary>What a fixture expects. A split by cache lifetime that it does not state is taken from the scan.</summary>
    public static ModelTotals[] Expected(JsonElement expected, ModelTotals[] scanned) =>
        [.. expected.GetProperty("models").EnumerateObject()
            .Select(model => Expected(model.Name, model.Value, scanned.FirstOrDefault(totals => totals.Model == model.Name)))
            .OrderBy(totals => totals.Model, StringComparer.Ordinal)];

    private static ModelTotals Sum(string model, IEnumerable<UsageEvent> events)
    {
        TokenCounts tokens = default;
        long messages = 0;
        foreach (UsageEvent usage in events)
        {
            tokens += usage.Tokens;
            messages += usage.Messages;
        }
        return new(model, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.CacheWrite1h, tokens.Reasoning, messages);
    }

    private static ModelTotals Expected(string model, JsonElement value, ModelTotals? scanned) => new(
        model,
        value.GetProperty("input").GetInt64(),
        value.GetProperty("output").GetInt64(),
        value.GetProperty("cacheRead").GetInt64(),
        value.GetProperty("cacheWrite").GetInt64(),
        value.TryGetProperty("cacheWrite1h", out JsonElement oneHour) ? oneHour.GetInt64() : scanned?.CacheWrite1h ?? 0,
        value.GetProperty("reasoning").GetInt64(),
        value.GetProperty("messages").GetInt64());
}
