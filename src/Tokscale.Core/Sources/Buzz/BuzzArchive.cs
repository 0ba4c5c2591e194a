using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>Reads the turns of the archive. What a turn used may be told only by the sums before it and after it.</summary>
internal sealed class BuzzArchive(SourceFile file, UsageSink sink)
{
    private readonly NameId _ownHarness = sink.Name("buzz-agent"u8);
    private readonly Dictionary<(NameId Agent, NameId Session), List<BuzzTurn>> _turns = [];
    private readonly HashSet<UInt128> _keys = [];

    public static void Read(SourceFile file, UsageSink sink)
    {
        using SqliteReader? database = SqliteReader.TryOpen(file.Path, sink);
        if (database is null || !database.Requires("archived_events", "kind", "raw_json")) return;
        var archive = new BuzzArchive(file, sink);
        foreach (SqliteRow row in database.Select("archived_events", ["id", "pubkey", "raw_json"], "WHERE kind = 44200")) archive.Take(row);
        foreach (List<BuzzTurn> turns in archive._turns.Values) archive.AddSession(turns);
    }

    private void Take(in SqliteRow row)
    {
        var turn = new BuzzTurn { Key = row.Text(0).IsEmpty ? 0 : RowKey.Of(row.Text(0)), RowNumber = row.Number };
        // A message is archived for each identity and relay it came by.
        if (turn.Key != 0 && _keys.Contains(turn.Key)) return;
        if (!turn.TryRead(row.Text(2), sink, out bool hasRefused))
        {
            row.ReportMalformed();
            return;
        }
        // Other harnesses drive agents that keep logs of their own.
        if (turn.Harness != _ownHarness) return;
        if (hasRefused) sink.Report(ProblemKind.RefusedNumber, row.Number);
        if (turn.Key != 0) _keys.Add(turn.Key);
        (NameId, NameId) session = (sink.Name(row.Text(1)), turn.Session);
        if (!_turns.TryGetValue(session, out List<BuzzTurn>? turns)) _turns.Add(session, turns = []);
        turns.Add(turn);
    }

    private void AddSession(List<BuzzTurn> turns)
    {
        BuzzCounts before = default;
        foreach (BuzzTurn turn in turns.OrderBy(turn => turn.Sequence ?? long.MaxValue))
        {
            bool hasPlace = turn.Session.IsKnown && turn.Sequence is not null;
            BuzzCounts? total = hasPlace ? turn.Total : null;
            BuzzCounts? used = turn.Used ?? total?.Since(before);
            before = total ?? before.Plus(used ?? default);
            if (used is { } counts) Add(turn, counts);
        }
    }

    private void Add(in BuzzTurn turn, BuzzCounts used)
    {
        bool isAdded = sink.Add(new UsageRow
        {
            Key = turn.Key,
            Event = new UsageEvent
            {
                TimestampMs = turn.TimestampMs ?? file.ModifiedMs,
                Tokens = used.ToTokens(),
                Model = sink.ModelOrUnknown(turn.Model),
                Provider = ModelProvider.Of(turn.Model, sink),
                Session = turn.Session,
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
        if (isAdded && turn.TimestampMs is null) sink.Report(ProblemKind.Undated, turn.RowNumber);
    }
}
