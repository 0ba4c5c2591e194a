using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Hermes;

/// <summary>Second reader of Hermes' databases.</summary>
internal sealed class HermesRecount : IRecount
{
    private static readonly string[] s_counters = ["input", "output", "cache_read", "cache_write", "reasoning"];

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        // A profile made from another has its sessions too: who has most of a session has gone on with it.
        var largest = new Dictionary<string, List<RecountedCall>>();
        foreach (List<RecountedCall> session in input.Files.SelectMany(SessionsIn).Where(session => session.Count > 0))
        {
            string id = session[0].Session ?? $"none {largest.Count}";
            if (!largest.TryGetValue(id, out List<RecountedCall>? other) || TokensOf(session) > TokensOf(other)) largest[id] = session;
        }
        return largest.Values.SelectMany(session => session);
    }

    private static long TokensOf(List<RecountedCall> session) => session.Sum(call => call.Tokens.Total);

    private static List<List<RecountedCall>> SessionsIn(SourceFile file)
    {
        var found = new List<List<RecountedCall>>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return found;
        ILookup<string?, RecountRow> byModel = database.Table("session_model_usage").ToLookup(row => row.Text("session_id"));
        RecountRow[] sessions = [.. database.Table("sessions")];
        foreach (RecountRow session in sessions)
        {
            RecountRow[] rows = [.. byModel[session.Text("id")]];
            RecountRow[] told = [.. rows.Where(row => row.Text("task") is null or "voice_chat")];
            IEnumerable<RecountedCall> parts = rows.Select(row => CallOf(row, session, file));
            RecountedCall rest = RestOf(session, told, file);
            if (rest.Model is not null && (rows.Length == 0 || !rest.Tokens.IsZero)) parts = parts.Append(rest);
            found.Add(Shared(parts, session.CountOrNull("message_count") ?? 1));
        }
        // What was used stays used, also where the session is gone.
        foreach (IGrouping<string?, RecountRow> orphans in byModel.Where(group => sessions.All(session => session.Text("id") != group.Key)))
        {
            found.Add(Shared(orphans.Select(row => CallOf(row, row, file) with { Session = orphans.Key }), messages: 1));
        }
        return found;
    }

    /// <summary>The messages of a session are those of its largest part; the others are helpers.</summary>
    private static List<RecountedCall> Shared(IEnumerable<RecountedCall> parts, long messages)
    {
        RecountedCall[] used = [.. parts.Where(call => call.IsUsage)];
        RecountedCall? largest = used.MaxBy(call => call.Tokens.Total);
        return [.. used.Select(call => call with { Messages = ReferenceEquals(call, largest) ? (int)Math.Min(int.MaxValue, messages) : 0 })];
    }

    private static RecountedCall CallOf(RecountRow row, RecountRow session, SourceFile file) => new()
    {
        File = file.Path,
        TimeMs = row.Time("first_seen") ?? session.Time("started_at") ?? file.ModifiedMs,
        Model = row.Text("model"),
        Session = session.Text("id"),
        CostUsd = CostOf(row),
        Tokens = Disjoint([.. s_counters.Select(counter => row.Count(counter + "_tokens"))]),
    };

    /// <summary>A session's own counters hold what its conversation used, of which the rows may tell a part.</summary>
    private static RecountedCall RestOf(RecountRow session, RecountRow[] told, SourceFile file)
    {
        long Rest(string counter) => Math.Max(0, session.Count(counter + "_tokens") - told.Sum(row => row.Count(counter + "_tokens")));
        decimal? cost = CostOf(session);
        decimal rest = Math.Max(0, (cost ?? 0) - told.Sum(row => CostOf(row) ?? 0));
        return CallOf(session, session, file) with
        {
            CostUsd = rest > 0.000_000_001m ? rest : cost is 0 ? 0 : null,
            Tokens = Disjoint([.. s_counters.Select(Rest)]),
        };
    }

    private static decimal? CostOf(RecountRow row)
    {
        if (row.Money("actual_cost_usd") is > 0 and var actual) return actual;
        if (row.Money("estimated_cost_usd") is > 0 and var estimated) return estimated;
        string mode = row.Text("billing_mode") ?? "";
        return mode == "included" || mode.StartsWith("subscription", StringComparison.Ordinal) ? 0 : null;
    }

    /// <summary>Thinking is a part of the output.</summary>
    private static TokenCounts Disjoint(long[] counts)
    {
        long reasoning = Math.Min(counts[4], counts[1]);
        return new TokenCounts(counts[0], counts[1] - reasoning, counts[2], counts[3], 0, reasoning);
    }
}
