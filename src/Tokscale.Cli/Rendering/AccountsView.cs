using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Rendering;

/// <summary>Who is logged in at a service, and what was fetched for each.</summary>
internal sealed class AccountsView(UsageSource source, IReadOnlyList<AccountState> states)
{
    public static IReadOnlyList<ReportColumn> Columns { get; } =
    [
        new("id", "Account", ColumnKind.Text) { IsKey = true },
        new("label", "Name", ColumnKind.Text), new("active", "Active", ColumnKind.Text),
        new("createdAt", "Logged in", ColumnKind.Instant) { DropRank = 1 }, new("lastSyncAt", "Last sync", ColumnKind.Instant),
        new("rows", "Events", ColumnKind.Count), new("firstDay", "From", ColumnKind.Period) { DropRank = 2 },
        new("lastDay", "To", ColumnKind.Period) { DropRank = 2 },
    ];

    public ReportTable Table() => new($"Accounts of {source.Name}", Columns, [.. states.Select(RowOf)]);

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", $"{source.Id} accounts");
        json.WriteStartArray("accounts");
        foreach (AccountState state in states) Write(json, state);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static IReadOnlyList<Cell> RowOf(AccountState state)
    {
        ExportSummary? summary = state.File?.Summary;
        return
        [
            Cell.Of(state.Account.Id), Cell.Of(state.Account.Label), Cell.Of(state.IsActive ? "yes" : ""), Cell.Of(state.Account.CreatedMs),
            Cell.Of(state.File?.FetchedMs), Cell.Of(summary?.RowCount), DayOf(summary?.FirstDay), DayOf(summary?.LastDay),
        ];
    }

    /// <summary>An account as an object.</summary>
    public static void Write(Utf8JsonWriter json, AccountState state)
    {
        json.WriteStartObject();
        WriteAccount(json, state.Account);
        json.WriteBoolean("isActive", state.IsActive);
        json.WriteInstant("createdAt", state.Account.CreatedMs, ReportZone.Utc);
        json.WriteInstant("lastSyncAt", state.File?.FetchedMs, ReportZone.Utc);
        json.WriteOptional("path", state.File?.Path);
        WriteSummary(json, state.File?.Summary);
        json.WriteEndObject();
    }

    /// <summary>Whose account it is, as properties of the current object.</summary>
    public static void WriteAccount(Utf8JsonWriter json, Account account)
    {
        json.WriteString("id", account.Id);
        json.WriteOptional("label", account.Label);
        json.WriteOptional("userId", account.UserId);
    }

    /// <summary>What an export holds, as properties of the current object.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ExportSummary? summary)
    {
        json.WriteOptional("rows", summary?.RowCount);
        json.WriteDate("firstDay", summary?.FirstDay);
        json.WriteDate("lastDay", summary?.LastDay);
    }

    public static Cell DayOf(DateOnly? day) => Cell.Of(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
