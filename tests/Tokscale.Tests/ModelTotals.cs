using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Tests;

/// <summary>Totals of one model as fixtures state them.</summary>
public sealed record ModelTotals(
    string Model, long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite1h, long Reasoning, long Messages)
{
    public static ModelTotals[] Of(ScanResult scan) =>
        Of(scan.Sources.SelectMany(source => source.Events), usage => scan.Names[usage.Model], usage => (usage.Tokens, usage.Messages));

    public static ModelTotals[] Of(IEnumerable<RecountedCall> calls) => Of(calls, call => call.Model, call => (call.Tokens, call.Messages));

    /// <summary>What a fixture expects. A split by cache lifetime that it does not state is taken from the scan.</summary>
    public static ModelTotals[] Expected(JsonElement expected, ModelTotals[] scanned) =>
        [.. expected.GetProperty("models").EnumerateObject()
            .Select(model => Expected(model.Name, model.Value, scanned.FirstOrDefault(totals => totals.Model == model.Name)))
            .OrderBy(totals => totals.Model, StringComparer.Ordinal)];

    private static ModelTotals[] Of<T>(IEnumerable<T> calls, Func<T, string?> modelOf, Func<T, (TokenCounts Tokens, int Messages)> figuresOf) =>
        [.. calls.GroupBy(call => modelOf(call) ?? "unknown")
            .Select(group => Sum(group.Key, group.Select(figuresOf)))
            .OrderBy(totals => totals.Model, StringComparer.Ordinal)];

    private static ModelTotals Sum(string model, IEnumerable<(TokenCounts Tokens, int Messages)> figures)
    {
        TokenCounts tokens = default;
        long messages = 0;
        foreach ((TokenCounts next, int count) in figures)
        {
            tokens += next;
            messages += count;
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
