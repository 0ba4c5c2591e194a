using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Synthetic;

/// <summary>Second reader of Octofriend's database.</summary>
internal sealed class SyntheticRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static List<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        if (database is null) return [];
        // Where both tables have calls, this one counts.
        List<(string? Key, RecountedCall Call)> messages = [.. database.Table("messages").Select(row => CallOf(row, file))];
        return messages.Any(found => found.Call.IsUsage) ? messages : [.. database.Table("token_usage").Select(row => CallOf(row, file))];
    }

    private static (string? Key, RecountedCall Call) CallOf(RecountRow row, SourceFile file) => (row.Text("id"), new()
    {
        File = file.Path,
        TimeMs = row.Time("timestamp") ?? file.ModifiedMs,
        Model = OwnName(row.Text("model")),
        Session = row.Text("session_id"),
        CostUsd = row.Money("cost"),
        Tokens = new TokenCounts(
            row.Count("input_tokens"), row.Count("output_tokens"), row.Count("cache_read_tokens"), row.Count("cache_write_tokens"),
            0, row.Count("reasoning_tokens")),
    });

    private static string? OwnName(string? model)
    {
        if (model?.StartsWith("hf:", StringComparison.OrdinalIgnoreCase) == true) model = model["hf:".Length..];
        string? name = model?.Split('/')[^1];
        return string.IsNullOrEmpty(name) ? null : name.ToLowerInvariant();
    }
}
