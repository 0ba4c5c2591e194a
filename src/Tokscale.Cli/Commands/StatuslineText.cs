using System.Globalization;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Terminal;

namespace Tokscale.Cli.Commands;

/// <summary>The words of a status line.</summary>
internal sealed class StatuslineText(StatuslineStyle style, Currency currency, ReportRun run, HookInput hook)
{
    /// <summary>Uncached tokens a minute; the levels that ccusage uses.</summary>
    private const double ModerateRateMin = 2000, HighRateMin = 5000;

    private readonly CellText _money = new(currency, run.Zone, style.Screen.HasUnicode);

    /// <summary>The line, without its end. Text of the agent is made safe.</summary>
    public string Of(ScanResult scan, ReportQuery query, TimeSpan blockLength)
    {
        DateTimeOffset now = run.Clock.GetUtcNow();
        UsageBlock? block = BlockBuilder.Active(scan, query, run.Prices.Catalog, blockLength, now);
        List<string> parts = [];
        if (hook.ModelName is { } model) parts.Add(Mark("🤖") + SafeText.OfMessage(model));
        string session = hook.SessionId is { } id
            ? $"{CostOf(scan, query with { Filter = new UsageFilter { Session = new NamePattern(id) } })} session / "
            : "";
        string today = $"{CostOf(scan, query with { Filter = new UsageFilter { Days = DateRange.Day(run.Today) } })} today";
        parts.Add(Mark("💰") + session + today + BlockText(block, now));
        if (block?.BurnRate is { } rate) parts.Add(BurnRateText(rate));
        if (hook.ContextShare is { } share) parts.Add(ContextText(share));
        return string.Join(" | ", parts);
    }

    private string Mark(string emoji) => style.Screen.HasUnicode ? emoji + " " : "";

    private string CostOf(ScanResult scan, ReportQuery query)
    {
        UsageFigures totals = UsageReportBuilder.Build(query, scan, run.Prices.Catalog).Totals;
        return _money.Full(Cell.Of(totals.CostUsd, totals.Marks), ColumnKind.Money);
    }

    private string BlockText(UsageBlock? active, DateTimeOffset now)
    {
        if (active is null) return "";
        string cost = _money.Full(Cell.Of(active.CostUsd, active.Figures.Marks), ColumnKind.Money);
        return $" / {cost} block ({CellText.Duration(active.RemainingMinutes(now.ToUnixTimeMilliseconds()) * 60_000)} left)";
    }

    private string BurnRateText(BurnRate rate)
    {
        (string emoji, string word, ScreenTone tone) = rate.UncachedTokensPerMinute switch
        {
            < ModerateRateMin => ("🟢", "Normal", ScreenTone.Strong),
            < HighRateMin => ("⚠️", "Moderate", ScreenTone.Caution),
            _ => ("🚨", "High", ScreenTone.Alarm),
        };
        string text = _money.Full(Cell.Of(rate.CostPerHourUsd), ColumnKind.Money) + "/hr";
        if (style.BurnRate.HasFlag(BurnRateForm.Emoji) && style.Screen.HasUnicode) text += " " + emoji;
        if (style.BurnRate.HasFlag(BurnRateForm.Text)) text += $" ({word})";
        return Mark("🔥") + (style.BurnRate == BurnRateForm.Off ? text : ToneText.Of(text, tone, style.Screen));
    }

    private string ContextText(double percent)
    {
        ScreenTone tone = percent < style.ContextLowPercent ? ScreenTone.Strong
            : percent < style.ContextMediumPercent ? ScreenTone.Caution : ScreenTone.Alarm;
        string share = ToneText.Of(string.Create(CultureInfo.InvariantCulture, $"{percent:0}%"), tone, style.Screen);
        return Mark("🧠") + (hook.ContextTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"{tokens:N0} ({share})") : share);
    }
}
