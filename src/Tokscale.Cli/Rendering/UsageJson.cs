using System.Text.Json;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>
/// A usage report as JSON: one shape for every grouping. The words of tokscale 4 (<c>mergedClients</c>, <c>workspaceKey</c>,
/// <c>totalInput</c> …) are here so that scripts written for it keep working.
/// </summary>
internal sealed class UsageJson(UsageReport report, JsonEnvelope envelope, IReadOnlyList<string>? clients)
{
    private const string Unknown = "unknown";

    private readonly IReadOnlyList<GroupKey> _groups = report.Query.Groups;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        WriteFilters(json);
        json.WriteString("groupBy", string.Join(',', _groups.Select(GroupKeys.NameOf)));
        json.WriteStartArray("entries");
        foreach (UsageReportRow row in report.Rows) WriteEntry(json, row);
        json.WriteEndArray();
        WriteTotals(json);
        json.WritePrices(report.Rows.SelectMany(row => row.Prices));
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    public void WriteEntry(Utf8JsonWriter json, UsageReportRow row)
    {
        json.WriteStartObject();
        WritePeriods(json, row);
        WriteClients(json, row);
        for (int index = 0; index < _groups.Count; index++) WriteKey(json, _groups[index], row, index);
        json.WriteNames("models", row.Models);
        json.WriteNames("modelIds", row.ModelIds);
        json.WriteOptional("provider", row.Providers.Count == 0 ? null : string.Join(", ", row.Providers));
        WriteCounters(json, row.Figures);
        if (_groups.Contains(GroupKey.Session)) WriteActivity(json, row);
        if (_groups.Contains(GroupKey.Hour)) json.WriteNumber("turnCount", 0);
        if (row.IsOther)
        {
            json.WriteBoolean("other", true);
            json.WriteNumber("rowCount", row.RowCount);
        }
        WriteSpeed(json, row.Figures);
        json.WritePricing(row.Prices);
        json.WriteEndObject();
    }

    private void WriteFilters(Utf8JsonWriter json)
    {
        UsageFilter filter = report.Query.Filter;
        json.WriteStartObject("filters");
        if (clients is null) json.WriteNull("clients");
        else json.WriteNames("clients", clients);
        json.WriteOptional("since", DateOrNull(filter.Days.Since));
        json.WriteOptional("until", DateOrNull(filter.Days.Until));
        json.WriteOptional("model", filter.Model?.Text);
        json.WriteOptional("provider", filter.Provider?.Text);
        json.WriteOptional("project", filter.Project?.Text);
        json.WriteOptional("session", filter.Session?.Text);
        json.WriteOptional("agent", filter.Agent?.Text);
        json.WriteMoney("minCost", report.Query.CostUsdMin);
        json.WriteBoolean("hideZero", report.Query.HidesZeroCost);
        json.WriteString("priceDate", report.Query.PriceDate is PriceDate.Message ? "message" : "now");
        json.WriteEndObject();
    }

    private static string? DateOrNull(DateOnly? date) => date is { } known ? TimeBuckets.DateName(known) : null;

    private void WritePeriods(Utf8JsonWriter json, UsageReportRow row)
    {
        for (int index = 0; index < _groups.Count; index++)
        {
            if (!_groups[index].IsPeriod()) continue;
            string name = _groups[index] is GroupKey.Day ? "date" : GroupKeys.NameOf(_groups[index]);
            json.WriteOptional(name, row.Keys[index]);
        }
    }

    private static void WriteClients(Utf8JsonWriter json, UsageReportRow row)
    {
        string joined = string.Join(", ", row.Clients);
        json.WriteOptional("client", row.Clients.Count == 0 ? null : joined);
        json.WriteOptional("mergedClients", row.Clients.Count > 1 ? joined : null);
        json.WriteNames("clients", row.Clients);
    }

    private void WriteKey(Utf8JsonWriter json, GroupKey key, UsageReportRow row, int index)
    {
        string? name = row.Keys[index];
        switch (key)
        {
            case GroupKey.Project:
                json.WriteOptional("project", name);
                json.WriteOptional("workspaceKey", name);
                json.WriteString("workspaceLabel", name is null ? Unknown : ProjectPattern.LastPart(name));
                break;
            case GroupKey.Session:
                json.WriteOptional("sessionId", name);
                break;
            case GroupKey.Agent:
                json.WriteOptional("agent", name);
                break;
            case GroupKey.Model:
                json.WriteString("model", row.IsOther ? "other" : name ?? Unknown);
                break;
            case GroupKey.ModelId:
                if (!_groups.Contains(GroupKey.Model)) json.WriteString("model", row.IsOther ? "other" : row.Models.FirstOrDefault() ?? Unknown);
                json.WriteString("modelId", row.IsOther ? "other" : name ?? Unknown);
                break;
        }
    }

    private void WriteTotals(Utf8JsonWriter json)
    {
        UsageFigures totals = report.Totals;
        json.WriteStartObject("totals");
        WriteCounters(json, totals);
        json.WriteUnpriced(report.UnpricedModels);
        json.WriteEndObject();
        json.WriteNumber("totalInput", totals.Tokens.Input);
        json.WriteNumber("totalOutput", totals.Tokens.Output);
        json.WriteNumber("totalCacheRead", totals.Tokens.CacheRead);
        json.WriteNumber("totalCacheWrite", totals.Tokens.CacheWrite);
        json.WriteNumber("totalReasoning", totals.Tokens.Reasoning);
        json.WriteNumber("totalMessages", totals.Messages);
        json.WriteMoney("totalCost", totals.CostUsd);
    }

    public static void WriteCounters(Utf8JsonWriter json, UsageFigures figures)
    {
        json.WriteTokens(figures.Tokens);
        json.WriteNumber("messageCount", figures.Messages);
        json.WriteNumber("webSearches", figures.WebSearches);
        json.WriteMoney("cost", figures.CostUsd);
        json.WriteString("costSource", UsageTable.CostSourceName(figures));
        json.WriteNumber("unpricedTokens", figures.UnpricedTokens);
        json.WriteBoolean("estimated", figures.IsEstimated);
    }

    private void WriteActivity(Utf8JsonWriter json, UsageReportRow row)
    {
        if (!_groups.Contains(GroupKey.Project)) json.WriteOptional("project", row.Project);
        json.WriteInstant("firstActivity", row.FirstMs, envelope.Zone);
        json.WriteInstant("lastActivity", row.LastMs, envelope.Zone);
        if (row.LastMs - row.FirstMs is { } durationMs) json.WriteNumber("durationMs", durationMs);
        else json.WriteNull("durationMs");
    }

    private static void WriteSpeed(Utf8JsonWriter json, UsageFigures figures)
    {
        json.WriteStartObject("performance");
        json.WriteOptional("msPer1KTokens", figures.Speed.MsPerThousandTokens);
        json.WriteNumber("totalDurationMs", figures.Speed.DurationMs);
        json.WriteNumber("timedTokens", figures.Speed.TimedTokens);
        json.WriteNumber("sampleCount", figures.Speed.TimedCalls);
        json.WriteNumber("tokenCoverage", figures.TotalTokens == 0 ? 0 : (double)figures.Speed.TimedTokens / figures.TotalTokens);
        json.WriteEndObject();
    }
}
