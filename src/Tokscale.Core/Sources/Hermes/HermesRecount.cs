using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Second reader of Hermes' databases.</summary>
internal sealed class HermesRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => input.Files.SelectMany(SessionsIn);

    private static List<RecountedCall> SessionsIn(SourceFile file)
    {
        var calls = new List<RecountedCall>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        ILookup<string?, RecountRow> byModel = database.Table("session_model_usage").ToLookup(row => row.Text("session_id"));
        RecountRow[] sessions = [.. database.Table("sessions")];
        foreach (RecountRow session in sessions)
        {
            List<RecountedCall> parts = Usable(byModel[session.Text("id")].Select(row => CallOf(row, session, file)));
            if (parts.Count == 0) parts = Usable([CallOf(session, session, file)]);
            calls.AddRange(Shared(parts, session.CountOrNull("message_count") ?? 1));
        }
        // What was used stays used, also where the session is gone.
        foreach (IGrouping<string?, RecountRow> orphans in byModel.Where(group => sessions.All(session => session.Text("id") != group.Key)))
        {
            calls.AddRange(Shared(Usable(orphans.Select(row => CallOf(row, row, file) with { Session = orphans.Key })), messages: 1));
        }
        return calls;
    }

    private static List<RecountedCall> Usable(IEnumerable<RecountedCall> calls) =>
        [.. calls.Where(call => call.IsUsage && call.Model is not null)];

    /// <summary>The messages of a session are those of its largest part; the others are helpers.</summary>
    private static IEnumerable<RecountedCall> Shared(List<RecountedCall> parts, long messages)
    {
        RecountedCall? largest = parts.MaxBy(call => call.Tokens.Total);
        return parts.Select(call => call with { Messages = ReferenceEquals(call, largest) ? (int)Math.Min(int.MaxValue, messages) : 0 });
    }

    private static RecountedCall CallOf(RecountRow row, RecountRow session, SourceFile file)
    {
        long output = row.Count("output_tokens"), reasoning = row.Count("reasoning_tokens");
        bool isPaidBySubscription = row.Text("billing_mode")?.Contains("subscription", StringComparison.OrdinalIgnoreCase) ?? false;
        decimal? cost = row.Money("actual_cost_usd") is > 0 and var actual ? actual
            : row.Money("estimated_cost_usd") is > 0 and var estimated ? estimated : null;
        return new()
        {
            File = file.Path,
            TimeMs = row.Time("first_seen") ?? session.Time("started_at") ?? file.ModifiedMs,
            Model = row.Text("model"),
            Session = session.Text("id"),
            CostUsd = cost ?? (isPaidBySubscription ? 0 : null),
            Tokens = new TokenCounts(row.Count("input_tokens"), Math.Max(0, output - reasoning), row.Count("cache_read_tokens"),
                row.Count("cache_write_tokens"), 0, reasoning),
        };
    }
}
