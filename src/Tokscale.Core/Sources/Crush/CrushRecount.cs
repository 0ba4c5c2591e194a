using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Crush;

/// <summary>Second reader of Crush's databases: costs of whole sessions.</summary>
internal sealed class CrushRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) =>
        input.Files.Where(file => file.Path.EndsWith(".db", StringComparison.Ordinal)).SelectMany(SessionsIn);

    private static List<RecountedCall> SessionsIn(SourceFile file)
    {
        var calls = new List<RecountedCall>();
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return calls;
        ILookup<string?, RecountRow> answers = database.Table("messages").Where(row => row.Text("role") == "assistant")
            .ToLookup(row => row.Text("session_id"));
        foreach (RecountRow session in database.Table("sessions"))
        {
            // A child's cost is added to its parent's.
            if (session.Text("parent_session_id") is not null) continue;
            RecountRow[] own = session.Text("id") is { } id ? [.. answers[id]] : [];
            decimal? cost = session.Money("cost");
            if (cost is null or 0 && own.Length == 0) continue;
            IGrouping<string?, RecountRow>? most = own.Where(row => row.Text("model") is not null)
                .GroupBy(row => row.Text("model")).MaxBy(group => group.Count());
            calls.Add(new()
            {
                File = file.Path,
                TimeMs = session.Time("created_at") ?? session.Time("updated_at") ?? file.ModifiedMs,
                Model = most?.Key ?? "session-total",
                Session = session.Text("id"),
                Messages = own.Length,
                CostUsd = cost,
            });
        }
        return calls;
    }
}
