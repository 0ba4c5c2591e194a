using System.Text.Json;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>A session as a table of its calls, and as JSON with its cost by model.</summary>
internal sealed class SessionView(SessionDetail session, JsonEnvelope envelope)
{
    public ReportTable Table()
    {
        ReportColumn[] columns =
        [
            new("time", "Time", ColumnKind.Instant) { IsKey = true }, new("modelId", "Model id", ColumnKind.Text),
            new("agent", "Agent", ColumnKind.Text) { DropRank = 9 }, new("input", "Input", ColumnKind.Count) { DropRank = 5 },
            new("output", "Output", ColumnKind.Count) { DropRank = 4 }, new("reasoning", "Reasoning", ColumnKind.Count) { DropRank = 8 },
            new("cacheWrite", "Cache write", ColumnKind.Count) { ShortTitle = "CacheW", DropRank = 7 },
            new("cacheRead", "Cache read", ColumnKind.Count) { ShortTitle = "CacheR", DropRank = 6 },
            new("total", "Total", ColumnKind.Count), new("cost", "Cost", ColumnKind.Money),
        ];
        TokenCounts tokens = SumOf(session.Calls);
        return new ReportTable(
            $"Session {session.SessionId} · {session.Client} · {string.Join(" → ", session.ModelIds)}", columns,
            [
                .. session.Calls.Select(call => (IReadOnlyList<Cell>)
                    [Cell.Of(call.TimeMs), Cell.Of(call.ModelId ?? "unknown"), Cell.Of(call.Agent ?? ""), .. Numbers(call.Tokens), Cost(call.CostUsd)]),
            ])
        {
            Notes = [.. UnpricedModel.Notes(UnpricedModel.Of(session.Prices))],
            Totals = [Cell.Of("Total"), Cell.Unknown, Cell.Unknown, .. Numbers(tokens), Cost(session.CostUsd)],
        };
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteString("client", session.Client);
        json.WriteString("sessionId", session.SessionId);
        json.WriteOptional("project", session.Project);
        json.WriteNames("modelIds", session.ModelIds);
        // Deprecated: every call at the first model's price. cost_v2 has each call at its own.
        json.WriteMoney("cost", session.FirstModelCostUsd);
        json.WriteMoney("cost_v2", session.CostUsd);
        json.WriteStartObject("modelBreakdown");
        foreach (IGrouping<string, SessionCall> model in session.Calls.GroupBy(call => call.ModelId ?? "unknown")) WriteModel(json, model);
        json.WriteEndObject();
        json.WriteUnpriced(UnpricedModel.Of(session.Prices));
        json.WritePrices(session.Prices);
        json.WriteStartArray("calls");
        foreach (SessionCall call in session.Calls) WriteCall(json, call);
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private static IEnumerable<Cell> Numbers(TokenCounts tokens) =>
        new[] { tokens.Input, tokens.Output, tokens.Reasoning, tokens.CacheWrite, tokens.CacheRead, TokenSums.Total(tokens) }.Select(
            count => Cell.Of(count));

    private static TokenCounts SumOf(IEnumerable<SessionCall> calls) =>
        calls.Aggregate(default(TokenCounts), (sum, call) => TokenSums.Add(sum, call.Tokens));

    private static Cell Cost(decimal? costUsd) => Cell.Of(costUsd, costUsd is null ? CellMarks.Unpriced : CellMarks.None);

    private static void WriteModel(Utf8JsonWriter json, IGrouping<string, SessionCall> calls)
    {
        json.WriteStartObject(calls.Key);
        json.WriteMoney("cost", calls.Any(call => call.CostUsd is not null) ? calls.Sum(call => call.CostUsd ?? 0) : null);
        TokenCounts tokens = SumOf(calls);
        json.WriteNumber("inputTokens", tokens.Input);
        json.WriteNumber("outputTokens", TokenSums.Add(tokens.Output, tokens.Reasoning));
        json.WriteNumber("cacheReadTokens", tokens.CacheRead);
        json.WriteNumber("cacheWriteTokens", tokens.CacheWrite);
        json.WriteNumber("messageCount", calls.Sum(call => (long)call.Messages));
        json.WriteEndObject();
    }

    private void WriteCall(Utf8JsonWriter json, SessionCall call)
    {
        json.WriteStartObject();
        json.WriteInstant("time", call.TimeMs, envelope.Zone);
        json.WriteOptional("modelId", call.ModelId);
        json.WriteOptional("agent", call.Agent);
        json.WriteTokens(call.Tokens);
        json.WriteMoney("cost", call.CostUsd);
        json.WriteEndObject();
    }
}
