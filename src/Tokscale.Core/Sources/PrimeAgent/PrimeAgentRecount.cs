using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.PrimeAgent;

/// <summary>Second reader of Prime Agent's sessions: as its family, less what runs of their own account for.</summary>
internal sealed class PrimeAgentRecount : EntryRecount
{
    private const char DamagedByte = '\uFFFD';

    public PrimeAgentRecount() => (IsLaterFork, IsToldByTimes) = (true, true);

    public override IEnumerable<RecountedCall> Count(RecountInput input)
    {
        Dictionary<string, JsonElement[]> lines = input.Files.ToDictionary(file => file.Path, file => LinesOf(file).ToArray());
        RecountedEntry[] entries = [.. input.Files.SelectMany(EntriesIn)];
        // Sessions by name of their file, since headers name their parent by its path; runs whose logs tell nothing have none.
        HashSet<string> withRuns = [.. entries.Select(entry => entry.Call.File).Distinct()
            .Select(file => HeaderOf(lines[file])).Where(header => header.Count("rlmDepth") > 0)
            .Select(header => header.Text("parentSession")).OfType<string>().Select(NameOf)];
        return entries.Select(entry => WithoutRuns(entry, lines, withRuns))
            .GroupBy(entry => entry.Key).Select(Fullest).Where(call => call.IsUsage);
    }

    /// <summary>One copy may be saved with the usage of runs, another without; the call belongs to the session that began first.</summary>
    private static RecountedCall Fullest(IEnumerable<RecountedEntry> copies)
    {
        RecountedCall[] calls =
            [.. copies.OrderBy(entry => entry.SessionStartMs).ThenBy(entry => entry.Call.File, StringComparer.Ordinal).Select(entry => entry.Call)];
        RecountedCall fullest = calls.MaxBy(call => call.Tokens.Total)!;
        return calls[0] with { Tokens = fullest.Tokens, CostUsd = fullest.CostUsd, Model = fullest.Model };
    }

    /// <summary>A name or an id with a byte that is no text is damage.</summary>
    protected override IEnumerable<JsonElement> LinesOf(SourceFile file) => base.LinesOf(file).Where(line => !IsDamaged(line));

    private static bool IsDamaged(JsonElement element) =>
        element.Items().Any(IsDamaged)
        || element.Fields().Any(field => field.Name.Contains(DamagedByte)
            || (IsId(field.Name) && (field.Value.Text()?.Contains(DamagedByte) ?? false)) || IsDamaged(field.Value));

    private static bool IsId(string name) => name.EndsWith("id", StringComparison.OrdinalIgnoreCase);

    private static JsonElement HeaderOf(JsonElement[] lines) => lines.FirstOrDefault(line => line.Member("type").Is("session"));

    private static string NameOf(string path) => Path.GetFileName(path.Replace('\\', '/'));

    private static RecountedEntry WithoutRuns(RecountedEntry entry, Dictionary<string, JsonElement[]> lines, HashSet<string> withRuns)
    {
        JsonElement[] own = lines[entry.Call.File];
        string? origin = HeaderOf(own).Text("parentSession");
        bool hasRuns = withRuns.Contains(NameOf(entry.Call.File)) || (origin is not null && withRuns.Contains(NameOf(origin)));
        if (!hasRuns) return entry;
        TokenCounts attributed = default;
        // What stands before the message is not about it.
        foreach (JsonElement line in own.SkipWhile(line => !line.Member("id").Is(entry.EntryId))
            .Where(line => line.Member("type").Is("child_usage_attributed") && line.Member("targetId").Is(entry.EntryId)))
        {
            attributed += Plain(line.Member("childUsage"));
            if (Plain(line.Member("aggregateUsage")) != Plain(entry.Usage)) continue;
            return entry with { Call = entry.Call with { Tokens = Less(entry.Call.Tokens, attributed), CostUsd = null } };
        }
        return entry;
    }

    private static TokenCounts Plain(JsonElement usage) =>
        new(usage.Loose("input"), usage.Loose("output"), usage.Loose("cacheRead"), usage.Loose("cacheWrite"), 0, 0);

    private static TokenCounts Less(TokenCounts tokens, TokenCounts part) => tokens with
    {
        Input = Math.Max(0, tokens.Input - part.Input),
        Output = Math.Max(0, tokens.Output - part.Output),
        CacheRead = Math.Max(0, tokens.CacheRead - part.CacheRead),
        CacheWrite = Math.Max(0, tokens.CacheWrite - part.CacheWrite),
        CacheWrite1h = Math.Min(tokens.CacheWrite1h, Math.Max(0, tokens.CacheWrite - part.CacheWrite)),
    };
}
