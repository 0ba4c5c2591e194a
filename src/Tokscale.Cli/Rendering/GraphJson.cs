using System.Text.Json;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>The contribution data of tokscale 4, with further keys.</summary>
/// <param name="days">Grouped by day.</param>
/// <param name="models">The same calls grouped by day, client, model and provider.</param>
/// <param name="activity">Time worked.</param>
/// <param name="envelope">What is around.</param>
internal sealed class GraphJson(UsageReport days, UsageReport models, ActivityMetrics activity, JsonEnvelope envelope)
{
    private const int IntensityMax = 4;

    private readonly ILookup<string, UsageReportRow> _modelsByDay = models.Rows.ToLookup(row => row.Keys[0]!);
    private readonly long _tokensMax = days.Rows.Count == 0 ? 0 : days.Rows.Max(row => row.Figures.TotalTokens);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        WriteMeta(json);
        WriteSummary(json);
        WriteYears(json);
        json.WriteStartArray("contributions");
        foreach (UsageReportRow day in days.Rows) WriteDay(json, day);
        json.WriteEndArray();
        json.WriteStartObject("timeMetrics");
        json.WriteNumber("totalActiveTimeMs", activity.ActiveMs);
        json.WriteNumber("totalWallTimeMs", activity.WallMs);
        json.WriteNumber("longestContinuousMs", activity.LongestMs);
        json.WriteNumber("maxConcurrentSessions", activity.ConcurrentSessionsMax);
        json.WriteNumber("sessionCount", activity.SessionCount);
        json.WriteEndObject();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private void WriteMeta(Utf8JsonWriter json)
    {
        json.WriteStartObject("meta");
        json.WriteString("generatedAt", JsonText.Instant(envelope.GeneratedAt.ToUnixTimeMilliseconds(), envelope.Zone));
        json.WriteString("version", ProductVersion.Text);
        WriteRange(json, "dateRange", days.Covered.Since, days.Covered.Until);
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, DateOnly? first, DateOnly? last)
    {
        json.WriteStartObject(name);
        json.WriteString("start", first is { } start ? TimeBuckets.DateName(start) : "");
        json.WriteString("end", last is { } end ? TimeBuckets.DateName(end) : "");
        json.WriteEndObject();
    }

    private void WriteSummary(Utf8JsonWriter json)
    {
        int activeDays = days.Rows.Count;
        int totalDays = days.Covered is { Since: { } first, Until: { } last } ? last.DayNumber - first.DayNumber + 1 : 0;
        json.WriteStartObject("summary");
        json.WriteNumber("totalTokens", days.Totals.TotalTokens);
        json.WriteMoney("totalCost", days.Totals.CostUsd);
        json.WriteNumber("totalDays", totalDays);
        json.WriteNumber("activeDays", activeDays);
        json.WriteMoney("averagePerDay", activeDays == 0 ? 0 : days.Totals.CostUsd / activeDays);
        json.WriteMoney("maxCostInSingleDay", activeDays == 0 ? 0 : days.Rows.Max(row => row.Figures.CostUsd));
        json.WriteNames("clients", days.Rows.SelectMany(row => row.Clients).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        json.WriteNames("models", days.Rows.SelectMany(row => row.Models).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        json.WriteNumber("unpricedTokens", days.Totals.UnpricedTokens);
        json.WriteUnpriced(days.UnpricedModels);
        json.WriteEndObject();
    }

    private void WriteYears(Utf8JsonWriter json)
    {
        json.WriteStartArray("years");
        foreach (IGrouping<string, UsageReportRow> year in days.Rows.GroupBy(row => row.Keys[0]![..4]))
        {
            UsageFigures figures = year.Select(row => row.Figures).Aggregate((a, b) => a + b);
            json.WriteStartObject();
            json.WriteString("year", year.Key);
            json.WriteNumber("totalTokens", figures.TotalTokens);
            json.WriteMoney("totalCost", figures.CostUsd);
            json.WriteStartObject("range");
            json.WriteString("start", year.First().Keys[0]);
            json.WriteString("end", year.Last().Keys[0]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteDay(Utf8JsonWriter json, UsageReportRow day)
    {
        json.WriteStartObject();
        json.WriteString("date", day.Keys[0]);
        json.WriteStartObject("totals");
        json.WriteNumber("tokens", day.Figures.TotalTokens);
        json.WriteMoney("cost", day.Figures.CostUsd);
        json.WriteNumber("messages", day.Figures.Messages);
        json.WriteEndObject();
        json.WriteNumber("intensity", IntensityOf(day));
        WriteTokens(json, "tokenBreakdown", day.Figures.Tokens);
        json.WriteStartArray("clients");
        foreach (UsageReportRow row in _modelsByDay[day.Keys[0]!]) WriteModel(json, row);
        json.WriteEndArray();
        json.WriteNumber("activeTimeMs", activity.ActiveMsByDay.GetValueOrDefault(DateOnly.ParseExact(day.Keys[0]!, "yyyy-MM-dd", null)));
        json.WriteEndObject();
    }

    /// <summary>By tokens, so that a day of free or unpriced models does not look idle: 1 to 4 by quarters of the busiest day.</summary>
    private int IntensityOf(UsageReportRow day) =>
        _tokensMax == 0 ? 0 : (int)Math.Clamp(Math.Ceiling((double)day.Figures.TotalTokens / _tokensMax * IntensityMax), 1, IntensityMax);

    private static void WriteModel(Utf8JsonWriter json, UsageReportRow row)
    {
        json.WriteStartObject();
        json.WriteOptional("client", row.Keys[1]);
        json.WriteString("modelId", row.Keys[2] ?? "unknown");
        json.WriteString("providerId", row.Keys[3] ?? "unknown");
        WriteTokens(json, "tokens", row.Figures.Tokens);
        json.WriteMoney("cost", row.Figures.CostUsd);
        json.WriteNumber("messages", row.Figures.Messages);
        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, string name, in TokenCounts tokens)
    {
        json.WriteStartObject(name);
        json.WriteNumber("input", tokens.Input);
        json.WriteNumber("output", tokens.Output);
        json.WriteNumber("cacheRead", tokens.CacheRead);
        json.WriteNumber("cacheWrite", tokens.CacheWrite);
        json.WriteNumber("reasoning", tokens.Reasoning);
        json.WriteEndObject();
    }
}
