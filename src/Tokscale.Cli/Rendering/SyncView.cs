using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>What came of fetching usage.</summary>
internal sealed class SyncView(UsageSource source, IReadOnlyList<SyncResult> results)
{
    public ReportTable Table() => new(
        $"Usage from {source.Name}",
        [
            new("id", "Account", ColumnKind.Text) { IsKey = true }, new("label", "Name", ColumnKind.Text),
            new("rows", "Events", ColumnKind.Count), new("firstDay", "From", ColumnKind.Period), new("lastDay", "To", ColumnKind.Period),
            new("path", "File", ColumnKind.Path), new("error", "Error", ColumnKind.Text),
        ],
        [
            .. results.Select(result => (IReadOnlyList<Cell>)
            [
                Cell.Of(result.Account.Id), Cell.Of(result.Account.Label), Cell.Of(result.Summary?.RowCount),
                AccountsView.DayOf(result.Summary?.FirstDay), AccountsView.DayOf(result.Summary?.LastDay),
                Cell.Of(result.Path), Cell.Of(result.Failure),
            ]),
        ]);

    /// <summary>A line for each account whose usage came.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (SyncResult result in results)
        {
            if (result.Summary is not { } summary) continue;
            text.Append(SafeText.Of(result.Account.DisplayName)).Append(": ").Append(Words(summary));
            text.Append(", in ").Append(SafeText.OfMessage(result.Path)).Append('\n');
            if (result.KeptPath is not { } kept) continue;
            text.Append("  What was fetched before reaches further back and stays counted, in ").Append(SafeText.OfMessage(kept));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What an export holds, in words.</summary>
    public static string Words(ExportSummary summary)
    {
        string rows = string.Create(CultureInfo.InvariantCulture, $"{summary.RowCount:N0} {(summary.RowCount == 1 ? "event" : "events")}");
        return summary is { FirstDay: { } first, LastDay: { } last }
            ? string.Create(CultureInfo.InvariantCulture, $"{rows} from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}")
            : rows;
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", $"{source.Id} sync");
        json.WriteBoolean("synced", results.All(result => result.Failure is null));
        json.WriteNumber("rows", results.Sum(result => result.Summary?.RowCount ?? 0));
        json.WriteOptional("error", results.FirstOrDefault(result => result.Failure is not null)?.Failure);
        json.WriteStartArray("accounts");
        foreach (SyncResult result in results) Write(json, result);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SyncResult result)
    {
        json.WriteStartObject();
        AccountsView.WriteAccount(json, result.Account);
        json.WriteBoolean("synced", result.Failure is null);
        AccountsView.WriteSummary(json, result.Summary);
        json.WriteString("path", result.Path);
        json.WriteOptional("keptPath", result.KeptPath);
        json.WriteBoolean("sessionExpired", result.IsRefused);
        json.WriteOptional("error", result.Failure);
        json.WriteEndObject();
    }
}
