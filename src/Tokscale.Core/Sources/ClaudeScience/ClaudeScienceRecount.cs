using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.ClaudeScience;

/// <summary>Second reader of Claude Science's frames.</summary>
internal sealed class ClaudeScienceRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(SumsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> SumsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) yield break;
        foreach (RecountRow frame in database.Table("frames"))
        {
            string? id = frame.Text("id");
            RecountedCall own = SumOf(frame, "", frame.Money("total_cost"), file);
            yield return (id, own);
            RecountedCall beside = SumOf(frame, "aux_", frame.Money("aux_cost"), file);
            yield return (id is null ? null : id + " aux", beside with { Messages = own.IsUsage ? 0 : 1 });
        }
    }

    private static RecountedCall SumOf(RecountRow frame, string kind, decimal? costUsd, SourceFile file) => new()
    {
        File = file.Path,
        TimeMs = frame.Time("completed_at") ?? frame.Time("updated_at") ?? frame.Time("created_at") ?? file.ModifiedMs,
        Model = frame.Text("model"),
        Session = frame.Text("root_frame_id") ?? frame.Text("id"),
        CostUsd = costUsd,
        Tokens = RecountTokens.Inclusive(
            frame.Count(kind + "input_tokens"), frame.Count(kind + "output_tokens"),
            frame.Count(kind + "cache_read_tokens"), frame.Count(kind + "cache_write_tokens")),
    };
}
