using System.Globalization;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Rendering;

/// <summary>Values in the words and figures of people.</summary>
internal sealed class CellText(Currency currency, ReportZone zone, bool hasUnicode)
{
    private const string NotKnown = "-";
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>The whole value.</summary>
    public string Full(Cell cell, ColumnKind kind)
    {
        if (cell.Marks.HasFlag(CellMarks.Unpriced)) return "unpriced";
        if (kind is ColumnKind.Text or ColumnKind.Path or ColumnKind.Period) return cell.Text ?? "";
        if (kind is ColumnKind.Names) return (hasUnicode ? cell.Text : cell.Text?.Replace("→", "->", StringComparison.Ordinal)) ?? "";
        if (cell.Number is not { } number) return cell.Text ?? NotKnown;
        return kind switch
        {
            ColumnKind.Count => number.ToString("N0", s_culture),
            ColumnKind.Money => MarkOf(cell.Marks) + Money(number),
            ColumnKind.Price => Symbol + (number * currency.PerUsDollar).ToString("#,##0.00####", s_culture),
            ColumnKind.Share => (number * 100).ToString("0.0", s_culture) + "%",
            ColumnKind.Milliseconds => number.ToString("N0", s_culture) + " ms",
            ColumnKind.Duration => Duration((long)number),
            _ => Instant((long)number),
        };
    }

    /// <summary>A shorter form of a number; null where there is none.</summary>
    public string? Short(Cell cell, ColumnKind kind)
    {
        if (cell.Number is not { } number) return null;
        decimal amount = number * currency.PerUsDollar;
        return kind switch
        {
            ColumnKind.Count => Compact(number),
            ColumnKind.Money when Math.Abs(amount) >= 1000 => MarkOf(cell.Marks) + Symbol + Compact(amount),
            ColumnKind.Share => (number * 100).ToString("0", s_culture) + "%",
            _ => null,
        };
    }

    /// <summary>What the marks in the cells mean, a sentence each.</summary>
    public IEnumerable<string> Legend(IEnumerable<Cell> cells)
    {
        CellMarks marks = cells.Aggregate(CellMarks.None, (all, cell) => all | cell.Marks);
        if (marks.HasFlag(CellMarks.PartlyUnpriced)) yield return $"{MarkOf(CellMarks.PartlyUnpriced)} at least: some tokens have no price.";
        if (marks.HasFlag(CellMarks.Estimated))
            yield return $"{MarkOf(CellMarks.Estimated)} estimate: tokens guessed by the agent, or a price that stands in for one not published.";
    }

    private string Symbol => hasUnicode || currency.Symbol is "$" ? currency.Symbol : currency.Code + " ";

    private string MarkOf(CellMarks marks) =>
        (marks.HasFlag(CellMarks.Estimated) ? "~" : "") + (marks.HasFlag(CellMarks.PartlyUnpriced) ? hasUnicode ? "≥" : ">=" : "");

    private string Money(decimal costUsd)
    {
        decimal amount = costUsd * currency.PerUsDollar;
        // Under a cent two decimals would say nothing.
        string format = amount != 0 && Math.Abs(amount) < 0.01m ? "N4" : "N2";
        return Symbol + amount.ToString(format, s_culture);
    }

    /// <summary>Three significant digits and a letter: 1,234,567 is 1.23M.</summary>
    private static string Compact(decimal number)
    {
        decimal size = Math.Abs(number);
        if (size < 1000) return number.ToString(number == Math.Truncate(number) ? "0" : "0.##", s_culture);
        int power = 0;
        while (size >= 999.5m && power < Units.Length - 1)
        {
            size /= 1000;
            power++;
        }
        string digits = size.ToString(size < 9.995m ? "0.00" : size < 99.95m ? "0.0" : "0", s_culture);
        return (number < 0 ? "-" : "") + digits + Units[power];
    }

    private const string Units = " KMBTPE";

    private string Instant(long timestampMs)
    {
        string instant = JsonText.Instant(timestampMs, zone);
        return $"{instant[..10]} {instant[11..16]}";
    }

    /// <summary>The two largest units: 2d 4h, 1h 30m, 5m 20s.</summary>
    public static string Duration(long durationMs)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(Math.Clamp(durationMs, 0, (long)TimeSpan.MaxValue.TotalMilliseconds / 2));
        return time switch
        {
            { TotalDays: >= 1 } => string.Create(s_culture, $"{(long)time.TotalDays}d {time.Hours}h"),
            { TotalHours: >= 1 } => string.Create(s_culture, $"{time.Hours}h {time.Minutes}m"),
            { TotalMinutes: >= 1 } => string.Create(s_culture, $"{time.Minutes}m {time.Seconds}s"),
            _ => string.Create(s_culture, $"{time.Seconds}s"),
        };
    }
}
