using System.Text.Json;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>Billing windows in the words of ccusage, whose users have scripts for them.</summary>
internal sealed class BlocksJson(IReadOnlyList<UsageBlock> blocks, long? tokenLimit, DateTimeOffset now, JsonEnvelope envelope)
{
    private const double WarningShare = 0.8;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteStartArray("blocks");
        foreach (UsageBlock block in blocks) WriteBlock(json, block);
        json.WriteEndArray();
        json.WriteUnpriced(UnpricedModel.Of(blocks.SelectMany(block => block.Prices)));
        json.WritePrices(blocks.SelectMany(block => block.Prices));
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private void WriteBlock(Utf8JsonWriter json, UsageBlock block)
    {
        string start = JsonText.Instant(block.StartMs, envelope.Zone);
        json.WriteStartObject();
        json.WriteString("id", block.IsGap ? "gap-" + start : start);
        json.WriteString("startTime", start);
        json.WriteInstant("endTime", block.EndMs, envelope.Zone);
        json.WriteInstant("actualEndTime", block.LastCallMs, envelope.Zone);
        json.WriteBoolean("isActive", block.IsActive);
        json.WriteBoolean("isGap", block.IsGap);
        json.WriteNumber("entries", block.CallCount);
        json.WriteStartObject("tokenCounts");
        json.WriteNumber("inputTokens", block.Tokens.Input);
        json.WriteNumber("outputTokens", TokenSums.Add(block.Tokens.Output, block.Tokens.Reasoning));
        json.WriteNumber("cacheCreationInputTokens", block.Tokens.CacheWrite);
        json.WriteNumber("cacheReadInputTokens", block.Tokens.CacheRead);
        json.WriteEndObject();
        json.WriteNumber("totalTokens", block.TotalTokens);
        json.WriteMoney("costUSD", block.IsGap ? 0 : block.CostUsd);
        json.WriteNumber("unpricedTokens", block.UnpricedTokens);
        json.WriteNames("models", block.ModelIds);
        json.WritePricing(block.Prices);
        WriteForecast(json, block);
        if (tokenLimit is { } limit && block.IsActive) WriteLimit(json, block, limit);
        json.WriteEndObject();
    }

    private void WriteForecast(Utf8JsonWriter json, UsageBlock block)
    {
        if (block.BurnRate is not { } rate)
        {
            json.WriteNull("burnRate");
            json.WriteNull("projection");
            return;
        }
        long remaining = block.RemainingMinutes(now.ToUnixTimeMilliseconds());
        json.WriteStartObject("burnRate");
        json.WriteNumber("tokensPerMinute", rate.TokensPerMinute);
        json.WriteNumber("tokensPerMinuteForIndicator", rate.UncachedTokensPerMinute);
        json.WriteMoney("costPerHour", rate.CostPerHourUsd);
        json.WriteEndObject();
        json.WriteStartObject("projection");
        json.WriteNumber("totalTokens", rate.ProjectedTokens(remaining));
        json.WriteMoney("totalCost", rate.ProjectedCostUsd(remaining));
        json.WriteNumber("remainingMinutes", remaining);
        json.WriteEndObject();
    }

    private void WriteLimit(Utf8JsonWriter json, UsageBlock block, long limit)
    {
        long projected = block.BurnRate?.ProjectedTokens(block.RemainingMinutes(now.ToUnixTimeMilliseconds())) ?? block.TotalTokens;
        double share = limit == 0 ? 0 : (double)projected / limit;
        json.WriteStartObject("tokenLimitStatus");
        json.WriteNumber("limit", limit);
        json.WriteNumber("projectedUsage", projected);
        json.WriteNumber("percentUsed", share * 100);
        json.WriteString("status", share > 1 ? "exceeds" : share > WarningShare ? "warning" : "ok");
        json.WriteEndObject();
    }
}
