using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Takes the events of one file.</summary>
internal sealed class CursorEvents(SourceFile file, UsageSink sink)
{
    private readonly Dictionary<UInt128, int> _equalRowCounts = [];
    private readonly string _account = AccountOf(file);
    private DateOnly _lastDate;
    private NameId _lastSession, _lastModel, _lastProvider;

    public void Add(in CursorEvent usage)
    {
        if (usage.Tokens.IsZero && usage.CostUsd is null or 0) return;
        decimal? costUsd = usage.IsFree ? usage.CostUsd ?? 0 : usage.CostUsd;
        SetModel(usage.Model);
        sink.Add(new UsageRow
        {
            Key = KeyOf(usage),
            Rank = usage.CostUsd is null ? 0 : 1,
            Event = new UsageEvent
            {
                TimestampMs = usage.TimestampMs,
                Tokens = usage.Tokens,
                Model = _lastModel,
                Provider = _lastProvider,
                Session = usage.Session.IsEmpty ? SessionOf(usage.TimestampMs) : sink.Name(usage.Session),
                Agent = sink.Name(usage.Agent),
                LoggedCostUsd = costUsd,
                IsCostFinal = costUsd is not null,
                // An agent's event sums the calls of its turn: no single prompt size can be told.
                Class = new PriceClass { IsAggregate = true },
                Messages = usage.Tokens.IsZero ? 0 : 1,
            },
        });
    }

    /// <summary>Kind and cost are no part of it: newer exports write both otherwise.</summary>
    private UInt128 KeyOf(in CursorEvent usage)
    {
        TokenCounts tokens = usage.Tokens;
        UInt128 numbers = RowKey.Of([usage.TimestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite]);
        UInt128 row = RowKey.Join(numbers, RowKey.Of(usage.Model));
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

    /// <summary>Where no session is told, a day of an account stands for one.</summary>
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
