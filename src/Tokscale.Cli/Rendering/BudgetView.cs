using System.Text.Json;
using Tokscale.Cli.Settings;
using Tokscale.Core.Reports;
using Tokscale.Core.Reports.Budgets;

namespace Tokscale.Cli.Rendering;

/// <summary>Budgets and where they stand.</summary>
internal sealed class BudgetView(IReadOnlyList<BudgetStatus> statuses, JsonEnvelope envelope)
{
    public ReportTable Table() => new(
        "Budgets",
        [
            new("period", "Period", ColumnKind.Text) { IsKey = true }, new("since", "Since", ColumnKind.Period) { DropRank = 5 },
            new("scope", "For", ColumnKind.Path), new("limit", "Limit", ColumnKind.Money), new("spent", "Spent", ColumnKind.Money),
            new("share", "Used", ColumnKind.Share), new("state", "State", ColumnKind.Text), new("forecast", "Forecast", ColumnKind.Money) { DropRank = 1 },
            new("forecastLow", "Low", ColumnKind.Money) { DropRank = 3 }, new("forecastHigh", "High", ColumnKind.Money) { DropRank = 2 },
        ],
        [.. statuses.Select(RowOf)])
    {
        Notes = statuses.Count == 0 ? [] : ["The forecast takes the days to come to be like the last 28; eight of ten such periods end between low and high."],
    };

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        envelope.WriteHead(json);
        json.WriteStartArray("budgets");
        foreach (BudgetStatus status in statuses) Write(json, status);
        json.WriteEndArray();
        envelope.WriteTail(json);
        json.WriteEndObject();
    }

    private static IReadOnlyList<Cell> RowOf(BudgetStatus status) =>
    [
        Cell.Of(BudgetWords.NameOf(status.Budget.Period)), Cell.Of(TimeBuckets.DateName(status.Days.Since!.Value)),
        Cell.Of(BudgetWords.ScopeOf(status.Budget)),
        Cell.Of(status.Budget.LimitUsd),
        Cell.Of(status.SpentUsd, status.UnpricedTokens > 0 ? CellMarks.PartlyUnpriced : CellMarks.None),
        Cell.Of(status.Share), Cell.Of(StateOf(status)), Cell.Of(status.Forecast.ExpectedUsd),
        Cell.Of(status.Forecast.LowUsd), Cell.Of(status.Forecast.HighUsd),
    ];

    private static string StateOf(BudgetStatus status) => status switch
    {
        { IsOver: true } => "over",
        { Threshold: >= 0.8m } => "80 % used",
        _ when status.Forecast.ExpectedUsd > status.Budget.LimitUsd => "will be over",
        { Threshold: >= 0.5m } => "50 % used",
        _ => "ok",
    };

    private static void Write(Utf8JsonWriter json, BudgetStatus status)
    {
        json.WriteStartObject();
        json.WriteString("period", BudgetWords.NameOf(status.Budget.Period));
        json.WriteString("since", TimeBuckets.DateName(status.Days.Since!.Value));
        json.WriteString("until", TimeBuckets.DateName(status.Days.Until!.Value));
        json.WriteOptional("client", status.Budget.Client);
        json.WriteOptional("project", status.Budget.Project);
        json.WriteMoney("limit", status.Budget.LimitUsd);
        json.WriteMoney("spent", status.SpentUsd);
        json.WriteMoney("share", status.Share);
        json.WriteMoney("threshold", status.Threshold);
        json.WriteBoolean("over", status.IsOver);
        json.WriteNumber("unpricedTokens", status.UnpricedTokens);
        json.WriteStartObject("forecast");
        json.WriteMoney("low", status.Forecast.LowUsd);
        json.WriteMoney("expected", status.Forecast.ExpectedUsd);
        json.WriteMoney("high", status.Forecast.HighUsd);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
