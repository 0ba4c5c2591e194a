using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Reads one export. A row is one usage event.</summary>
internal sealed class CursorParser(SourceFile file, UsageSink sink)
{
    /// <summary>So many rows may come before the header.</summary>
    private const int StrangeRowsMax = 10;

    private readonly Dictionary<UInt128, int> _equalRowCounts = [];
    private readonly string _account = AccountOf(file);
    private DateOnly _lastDate;
    private NameId _lastSession, _lastModel, _lastProvider;
    private bool _hasOddNumber;

    public void Read(ReadOnlySpan<byte> export)
    {
        var rows = new CsvReader(export);
        if (!TryReadHeader(ref rows, out CursorColumns columns))
        {
            // A page that asks to sign in, saved in place of the export.
            sink.Report(ProblemKind.MalformedFile, detail: "no usage export: columns are missing");
            return;
        }
        if (export.IndexOf((byte)0) is >= 0 and var nul) sink.Report(ProblemKind.MalformedLine, 1 + export[..nul].Count((byte)'\n'));
        while (rows.TryRead())
        {
            // The last row may have been cut; the others are whole or damaged.
            if (!TryReadRow(rows, columns) && !rows.IsTorn) sink.Report(ProblemKind.MalformedLine, rows.LineNumber);
        }
    }

    /// <summary>Something else may have come before the header; it is told.</summary>
    private bool TryReadHeader(ref CsvReader rows, out CursorColumns columns)
    {
        columns = default;
        var strange = new List<long>();
        while (strange.Count < StrangeRowsMax && rows.TryRead())
        {
            columns = CursorColumns.Of(rows);
            if (columns.IsComplete)
            {
                rows.TakeAsHeader();
                foreach (long line in strange) sink.Report(ProblemKind.MalformedLine, line);
                return true;
            }
            strange.Add(rows.LineNumber);
        }
        return false;
    }

    private bool TryReadRow(in CsvReader row, in CursorColumns columns)
    {
        if (row.Width < columns.Width || HasFurtherText(row, columns.Width)) return false;
        if (TimeOf(row[columns.Date]) is not { } timestampMs || row[columns.Model].IsEmpty) return false;
        _hasOddNumber = false;
        TokenCounts tokens = TokensOf(row, columns);
        decimal? costUsd = CsvNumber.Amount(row[columns.Cost]);
        if (_hasOddNumber) sink.Report(ProblemKind.RefusedNumber, row.LineNumber);
        if (tokens.IsZero && costUsd is null or 0) return true;
        int rank = costUsd is null ? 0 : 1;
        if (IsFree(row[columns.Kind])) costUsd ??= 0;
        SetModel(row[columns.Model]);
        sink.Add(new UsageRow
        {
            Key = KeyOf(timestampMs, tokens, row[columns.Model]),
            Rank = rank,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs,
                Tokens = tokens,
                Model = _lastModel,
                Provider = _lastProvider,
                Session = SessionOf(timestampMs),
                Agent = sink.Name(row[columns.CloudAgent]),
                LoggedCostUsd = costUsd,
                IsCostFinal = costUsd is not null,
                // An agent's event sums the calls of its turn: no single prompt size can be told.
                Class = new PriceClass { IsAggregate = true },
                Messages = tokens.IsZero ? 0 : 1,
            },
        });
        return true;
    }

    /// <summary>More cells than the header names: a comma without quotes moved the rest to wrong columns.</summary>
    private static bool HasFurtherText(in CsvReader row, int width)
    {
        for (int column = width; column < row.Width; column++)
        {
            if (!row[column].IsEmpty) return true;
        }
        return false;
    }

    private TokenCounts TokensOf(in CsvReader row, in CursorColumns columns)
    {
        long cacheWrite = CountOf(row[columns.CacheWrite]), input = CountOf(row[columns.Input]);
        long cacheRead = CountOf(row[columns.CacheRead]), output = CountOf(row[columns.Output]);
        long total = CountOf(row[columns.Total]);
        // The columns stand beside each other, unless the total proves that the first one holds the second.
        long whenInside = cacheWrite + cacheRead + output;
        if (input > 0 && total > 0 && total == whenInside) cacheWrite = Math.Max(0, cacheWrite - input);
        return new TokenCounts(input, output, cacheRead, cacheWrite, 0, 0);
    }

    private static bool IsFree(ReadOnlySpan<byte> kind) => kind.IndexOf("No Charge"u8) >= 0 || kind.IndexOf("Not Charged"u8) >= 0;

    private long CountOf(ReadOnlySpan<byte> cell)
    {
        long count = CsvNumber.Count(cell, out bool isOdd);
        _hasOddNumber |= isOdd;
        return count;
    }

    /// <summary>The time of an event: ISO 8601, or a day, of which noon keeps the date in nearly every zone.</summary>
    internal static long? TimeOf(ReadOnlySpan<byte> cell)
    {
        const int DateLength = 10;
        if (cell.Length != DateLength) return LogTime.Parse(cell);
        Span<byte> noon = stackalloc byte[DateLength + "T12:00Z".Length];
        cell.CopyTo(noon);
        "T12:00Z"u8.CopyTo(noon[DateLength..]);
        return LogTime.Parse(noon);
    }

    /// <summary>Kind and cost are no part of it: newer exports write both otherwise.</summary>
    private UInt128 KeyOf(long timestampMs, in TokenCounts tokens, ReadOnlySpan<byte> model)
    {
        UInt128 numbers = RowKey.Of([timestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite]);
        UInt128 row = RowKey.Join(numbers, RowKey.Of(model));
        // Equal rows of one export are different events: the second is a copy only of another file's second.
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_equalRowCounts, row, out _);
        return RowKey.Join(row, (UInt128)count++);
    }

    private void SetModel(ReadOnlySpan<byte> model)
    {
        NameId id = sink.Name(model);
        if (id == _lastModel) return;
        _lastModel = id;
        // What is no known family is a model of the editor's own, or its choice among others.
        _lastProvider = sink.Name(ModelProvider.Of(Encoding.UTF8.GetString(model)) ?? "cursor");
    }

    /// <summary>The export knows no sessions: a day of an account stands for one.</summary>
    private NameId SessionOf(long timestampMs)
    {
        DateOnly date = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).UtcDateTime);
        if (date != _lastDate)
        {
            _lastDate = date;
            _lastSession = sink.Name($"cursor-{_account}-{date:yyyy-MM-dd}");
        }
        return _lastSession;
    }

    /// <summary>
    /// <c>usage.ACCOUNT.csv</c>, or <c>usage.ACCOUNT+DAYS.csv</c> for an older export; plain <c>usage.csv</c> is the account that is signed in.
    /// </summary>
    private static string AccountOf(SourceFile file)
    {
        const string Prefix = "usage.";
        if (!file.Stem.StartsWith(Prefix, StringComparison.Ordinal) || file.Stem.Length == Prefix.Length) return "active";
        return file.Stem[Prefix.Length..].Split('+')[0];
    }
}
