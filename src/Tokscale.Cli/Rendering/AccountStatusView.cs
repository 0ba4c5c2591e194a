using System.Text;
using System.Text.Json;
using Tokscale.Core.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>How it stands with one account.</summary>
/// <param name="source">Whose service.</param>
/// <param name="state">The account.</param>
/// <param name="check">What the service said of its session.</param>
/// <param name="failure">Why the service said nothing, or no; null when it was not asked or said yes.</param>
internal sealed class AccountStatusView(UsageSource source, AccountState state, SessionCheck check, string? failure)
{
    public ReportTable Table() => new(
        $"Account of {source.Name}",
        [.. AccountsView.Columns, new ReportColumn("session", "Session", ColumnKind.Text)],
        [[.. AccountsView.RowOf(state), Cell.Of(SessionWord)]]);

    /// <summary>A few lines for people.</summary>
    /// <param name="now">What the age of the usage is counted to.</param>
    public string Text(DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append($"Logged in to {source.Name} as {SafeText.Of(state.Account.DisplayName)}\n");
        text.Append($"  Session    {SessionWord}{(failure is null ? "" : $" ({SafeText.Of(failure)})")}\n");
        text.Append($"  Last sync  {LastSync(now)}\n");
        if (state.File is not { } file) return text.ToString();
        text.Append($"  Usage      {(file.Summary is { } summary ? SyncView.Words(summary) : "cannot be read")}\n");
        text.Append($"  File       {SafeText.OfMessage(file.Path)}\n");
        return text.ToString();
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", $"{source.Id} status");
        json.WritePropertyName("account");
        AccountsView.Write(json, state);
        json.WriteString("session", SessionWord);
        json.WriteOptional("error", failure);
        json.WriteEndObject();
    }

    private string SessionWord => check switch
    {
        SessionCheck.Valid => "valid",
        SessionCheck.Expired => "expired",
        _ => "not checked",
    };

    private string LastSync(DateTimeOffset now)
    {
        if (state.File is not { FetchedMs: var fetchedMs }) return $"never; 'tokscale {source.Id} sync' fetches the usage";
        string age = CellText.Duration(now.ToUnixTimeMilliseconds() - fetchedMs);
        return $"{age} ago, {JsonText.Instant(fetchedMs / 1000 * 1000, ReportZone.Local())}";
    }
}
