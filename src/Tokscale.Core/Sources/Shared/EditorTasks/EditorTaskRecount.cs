using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>Second reader of the tasks of editor agents.</summary>
/// <param name="isDisjoint">The agent takes the caches out of the input before it writes.</param>
/// <param name="noModel">The model where none is logged.</param>
/// <param name="isElsewhere">True for a row, by its index, that another store of the agent tells as well.</param>
internal sealed partial class EditorTaskRecount(
    bool isDisjoint = false, string? noModel = null, Func<SourceFile, int, bool>? isElsewhere = null) : IRecount
{
    private const string Request = "api_req_started", Condensing = "condense_context";

    private static readonly string[] s_sums = ["subagent_usage", "deleted_api_reqs"];

    public IEnumerable<RecountedCall> Count(RecountInput input) => Count(input.Files);

    public IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files) => RecountCopies.First(files.SelectMany(RowsIn));

    private IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        string folder = Path.GetDirectoryName(file.Path)!;
        List<(long? TimeMs, string? Model)> models = [.. isDisjoint ? Usages(folder) : Prompts(folder)];
        // Tasks are mostly named after the moment they began.
        long? previousMs = RecountTime.Of(RecountText.Number(file.FolderName));
        foreach ((int index, JsonElement row) in RecountJson.ItemsOfFile(file.Path).Index())
        {
            string kind = row.Text("say") ?? "";
            bool isSum = isDisjoint && s_sums.Contains(kind);
            previousMs = row.Time("ts") ?? previousMs;
            if (kind != Request && !isSum && (isDisjoint || kind != Condensing)) continue;
            JsonElement numbers = kind == Condensing ? row.Member("contextCondense") : RecountJson.Parse(row.Text("text"));
            if (kind != Condensing && !HasCounts(numbers)) continue;
            if (isElsewhere?.Invoke(file, index) ?? false) continue;
            long? timeMs = row.Time("ts");
            yield return (timeMs is null ? null : $"{file.FolderName}|{timeMs}|{kind}", new()
            {
                File = file.Path,
                TimeMs = timeMs ?? previousMs ?? file.ModifiedMs,
                Model = (isDisjoint ? row.Member("modelInfo").Text("modelId") ?? InForce(models, previousMs) : Nearest(models, timeMs))
                    ?? noModel,
                Session = file.FolderName,
                Messages = kind == Request ? 1 : 0,
                Tokens = kind == Condensing ? default : TokensOf(numbers),
                CostUsd = numbers.Member("cost").Money(),
            });
        }
    }

    private static bool HasCounts(JsonElement numbers) =>
        ((string[])["tokensIn", "tokensOut", "cacheWrites", "cacheReads"]).Any(name => numbers.Member(name).LooseOrNull() is not null);

    private TokenCounts TokensOf(JsonElement numbers)
    {
        long input = numbers.Loose("tokensIn"), read = numbers.Loose("cacheReads"), written = numbers.Loose("cacheWrites");
        if (!isDisjoint && input >= read + written) input -= read + written;
        return new(input, numbers.Loose("tokensOut"), read, written, 0, 0);
    }

    /// <summary>What the task used, and since when.</summary>
    private static IEnumerable<(long? TimeMs, string? Model)> Usages(string folder) =>
        RecountJson.OfFile(Path.Join(folder, "task_metadata.json")).Member("model_usage").Items()
            .Select(usage => (TimeMs: usage.Time("ts"), Model: usage.Text("model_id")))
            .Where(usage => usage.Model is not null)
            .OrderBy(usage => usage.TimeMs ?? 0);

    private static string? InForce(List<(long? TimeMs, string? Model)> models, long? timeMs) =>
        models.LastOrDefault(usage => usage.TimeMs <= timeMs).Model ?? models.FirstOrDefault().Model;

    /// <summary>The model is described to itself in the prompts.</summary>
    private static IEnumerable<(long? TimeMs, string? Model)> Prompts(string folder)
    {
        foreach (JsonElement prompt in RecountJson.ItemsOfFile(Path.Join(folder, "api_conversation_history.json")))
        {
            IEnumerable<string?> texts = prompt.Member("content").Items().Select(part => part.Text("text")).Append(prompt.Text("content"));
            string? model = texts
                .Select(text => Model().Matches(text ?? "").LastOrDefault()?.Groups[1].Value).LastOrDefault(found => found is not null);
            if (model is not null) yield return (prompt.Time("ts"), model.Trim());
        }
    }

    private static string? Nearest(List<(long? TimeMs, string? Model)> models, long? timeMs)
    {
        IEnumerable<(long? TimeMs, string? Model)> timed = models.Where(prompt => prompt.TimeMs is not null);
        return timeMs is not null && timed.Any() ? timed.MinBy(prompt => Math.Abs(prompt.TimeMs!.Value - timeMs.Value)).Model
            : models.LastOrDefault().Model;
    }

    [GeneratedRegex(@"<environment_details>(?:(?!</environment_details>).)*<model>([^<]+)</model>", RegexOptions.Singleline)]
    private static partial Regex Model();
}
