using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Zed;

/// <summary>Second reader of Zed's threads.</summary>
internal sealed partial class ZedRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(ThreadsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> ThreadsIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        foreach (RecountRow row in database?.Table("threads") ?? [])
        {
            JsonElement thread = row.Text("data_type") switch
            {
                "json" => row.Json("data"),
                "zstd" when RecountFile.Decode(row.Bytes("data")) is { } bytes => RecountJson.Parse(bytes),
                _ => default,
            };
            string? model = thread.Member("model").Text("model");
            if (!thread.IsObject() || thread.Member("imported").IsTrue() || model is null) continue;
            JsonElement map = thread.Member("request_token_usage");
            TokenCounts[] requests = [.. map.Items().Concat(map.Fields().Select(field => field.Value)).Select(TokensOf)];
            TokenCounts sum = requests.Aggregate(default(TokenCounts), (total, next) => total + next);
            TokenCounts all = TokensOf(thread.Member("cumulative_token_usage"));
            bool isLocal = thread.Member("model").Text("provider") is "ollama" or "lmstudio";
            yield return (row.Text("id"), new()
            {
                File = file.Path,
                TimeMs = row.Time("created_at") ?? row.Time("updated_at") ?? thread.Time("updated_at") ?? file.ModifiedMs,
                Model = IdOf(model),
                Session = row.Text("id"),
                Messages = Math.Max(1, requests.Count(request => !request.IsZero)),
                CostUsd = isLocal ? 0 : null,
                Tokens = all.Total > sum.Total ? all : sum,
            });
        }
    }

    private static TokenCounts TokensOf(JsonElement usage) => new(
        usage.Loose("input_tokens"), usage.Loose("output_tokens"), usage.Loose("cache_read_input_tokens"),
            usage.Loose("cache_creation_input_tokens"), 0, 0);

    /// <summary>Some builds logged the name that people see.</summary>
    private static string IdOf(string model) =>
        DisplayName().IsMatch(model) ? model.ToLowerInvariant().Replace(' ', '-').Replace('.', '-') : model;

    [GeneratedRegex("^Claude .*$")]
    private static partial Regex DisplayName();
}
