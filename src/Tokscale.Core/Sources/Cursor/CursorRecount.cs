using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Second reader of Cursor's exports.</summary>
internal sealed partial class CursorRecount : IRecount
{
    private static readonly string[] s_needed =
        ["Date", "Model", "Input (w/ Cache Write)", "Input (w/o Cache Write)", "Cache Read", "Output Tokens"];

    /// <summary>So many rows may come before the header.</summary>
    private const int StrangeRowsMax = 10;

    private static readonly char[] s_blanks = [' ', '\t', '\0'];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        // Equal rows of one file are different events; across files the most of any file is what there was.
        var places = new Dictionary<(string Key, int Number), int>();
        var calls = new List<(RecountedCall Call, bool IsPriced)>();
        foreach (SourceFile file in input.Files)
        {
            var inFile = new Dictionary<string, int>();
            foreach ((string key, bool isPriced, RecountedCall call) in CallsIn(file))
            {
                int number = inFile[key] = inFile.GetValueOrDefault(key) + 1;
                if (places.TryAdd((key, number), calls.Count))
                {
                    calls.Add((call, isPriced));
                    continue;
                }
                // An export with a cost knows more; when the event was and whose it is tells the first.
                int place = places[(key, number)];
                (RecountedCall known, bool wasPriced) = calls[place];
                if (isPriced || !wasPriced) calls[place] = (call with { TimeMs = known.TimeMs, Session = known.Session }, isPriced);
            }
        }
        return calls.Select(found => found.Call);
    }

    private static IEnumerable<(string Key, bool IsPriced, RecountedCall Call)> CallsIn(SourceFile file) =>
        file.Name.EndsWith(".json", StringComparison.Ordinal) ? EventsIn(file) : RowsIn(file);

    private static IEnumerable<(string Key, bool IsPriced, RecountedCall Call)> EventsIn(SourceFile file)
    {
        foreach (JsonElement item in RecountJson.ItemsUntilCut(RecountFile.Bytes(file.Path), "usageEventsDisplay"))
        {
            if (item.Time("timestamp") is not { } timeMs || item.Text("model") is not { } model) continue;
            JsonElement usage = item.Member("tokenUsage");
            string kind = item.Text("kind") ?? "";
            bool isFree = kind.Contains("NOT_CHARGED", StringComparison.Ordinal);
            decimal? charged = item.Member("chargedCents").LooseMoney(), metered = usage.Member("totalCents").LooseMoney();
            decimal? cents = isFree || metered is null ? charged : Math.Max(metered.Value, charged ?? 0);
            if (cents == 0 && !isFree && kind.Contains("INCLUDED", StringComparison.Ordinal)) cents = null;
            var tokens = new TokenCounts(
                usage.Loose("inputTokens"), usage.Loose("outputTokens"), usage.Loose("cacheReadTokens"), usage.Loose("cacheWriteTokens"), 0, 0);
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = model == "default" ? "auto" : model,
                Session = item.Text("conversationId") ?? $"cursor-{AccountOf(file)}-{DayOf(timeMs)}",
                Tokens = tokens,
                Messages = tokens.IsZero ? 0 : 1,
                CostUsd = isFree ? (cents ?? 0) / 100 : cents / 100,
            };
            if (call.IsUsage) yield return ($"{timeMs}|{call.Model}|{tokens}", cents is not null, call);
        }
    }

    private static IEnumerable<(string Key, bool IsPriced, RecountedCall Call)> RowsIn(SourceFile file)
    {
        List<string[]> rows = RowsOf(RecountFile.Text(file.Path) ?? "");
        int header = rows.Take(StrangeRowsMax).ToList().FindIndex(row => s_needed.All(row.Select(name => name.Trim(s_blanks)).Contains));
        if (header < 0) yield break;
        string[] names = [.. rows[header].Select(name => name.Trim(s_blanks))];
        foreach (string[] cells in rows.Skip(header + 1).Where(cells => cells.Length == names.Length))
        {
            string Cell(string name) => Array.IndexOf(names, name) is >= 0 and var column ? cells[column].Trim(s_blanks) : "";
            string date = Cell("Date");
            if (TimeOf(date) is not { } timeMs || Cell("Model").Length == 0) continue;
            long stored = Number(Cell("Input (w/ Cache Write)")), plain = Number(Cell("Input (w/o Cache Write)"));
            long read = Number(Cell("Cache Read")), output = Number(Cell("Output Tokens")), total = Number(Cell("Total Tokens"));
            bool isInclusive = plain > 0 && total > 0 && total != stored + plain + read + output && total == stored + read + output;
            var tokens = new TokenCounts(plain, output, read, isInclusive ? Math.Max(0, stored - plain) : stored, 0, 0);
            decimal? cost = Cost(Cell("Cost"));
            bool isFree = Cell("Kind").Contains("No Charge", StringComparison.Ordinal) || Cell("Kind").Contains("Not Charged", StringComparison.Ordinal);
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = Cell("Model"),
                Session = $"cursor-{AccountOf(file)}-{DayOf(timeMs)}",
                Tokens = tokens,
                Messages = tokens.IsZero ? 0 : 1,
                CostUsd = isFree ? cost ?? 0 : cost,
            };
            if (call.IsUsage) yield return ($"{timeMs}|{call.Model}|{tokens}", cost is not null, call);
        }
    }

    private static string DayOf(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string AccountOf(SourceFile file) => file.Stem == "usage" ? "active" : file.Stem.Split('.', 2)[1].Split('+')[0];

    private static long? TimeOf(string text) =>
        text.Length == "2026-05-01".Length ? RecountTime.Of(text + "T12:00:00Z") : RecountTime.Of(text);

    private static long Number(string text) =>
        RecountText.Number(text.Replace(",", "").Replace("$", "")) is > 0 and < 9e15 and var number ? (long)number : 0;

    private static decimal? Cost(string text) =>
        decimal.TryParse(text.Replace("$", "").Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal cost)
            && cost >= 0 ? cost : null;

    /// <summary>Cells of RFC 4180. A line whose quotes do not fit is left out.</summary>
    private static List<string[]> RowsOf(string text)
    {
        text = text.Replace("\r\n", "\n").Replace('\r', '\n');
        var rows = new List<string[]>();
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            if (TakeRow(text, ref end) is { } row)
            {
                if (row.Length > 1 || row[0].Length > 0) rows.Add(row);
                start = end;
                continue;
            }
            start = text.IndexOf('\n', start) is >= 0 and var lineEnd ? lineEnd + 1 : text.Length;
        }
        return rows;
    }

    /// <returns>Null when the quotes of the row do not fit.</returns>
    private static string[]? TakeRow(string text, ref int position)
    {
        var cells = new List<string>();
        while (Cell().Match(text, position) is { Success: true } cell)
        {
            position = cell.Index + cell.Length;
            cells.Add(cell.Groups[1].Success ? cell.Groups[1].Value.Replace("\"\"", "\"") : cell.Groups[2].Value);
            if (position >= text.Length) return [.. cells];
            if (text[position++] == '\n') return [.. cells];
        }
        return null;
    }

    [GeneratedRegex("""\G(?:[ \x00]*"((?:[^"]|"")*)"[ \x00]*|([^",\n][^,\n]*|))(?=[,\n]|$)""")]
    private static partial Regex Cell();
}
