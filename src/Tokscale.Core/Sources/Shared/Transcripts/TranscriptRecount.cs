using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>Second reader of transcripts: all lines of all files are collected, then grouped by call.</summary>
/// <param name="needsRequestId">Every id is told together with its request, not only those of other makers.</param>
/// <param name="takesLargestCounters">Of a call's lines the largest of each counter counts, not one line whole.</param>
internal sealed class TranscriptRecount(bool needsRequestId = false, bool takesLargestCounters = false) : IRecount
{
    private const string UniqueIdStart = "msg_";

    public IEnumerable<RecountedCall> Count(RecountInput input) => Count(input.Files);

    public IEnumerable<RecountedCall> Count(IEnumerable<SourceFile> files)
    {
        var groups = new Dictionary<string, List<Line>>();
        foreach (SourceFile file in files)
        {
            foreach (Line line in LinesOf(file))
            {
                if (!groups.TryGetValue(line.Key, out List<Line>? group)) groups[line.Key] = group = [];
                group.Add(line);
            }
        }
        return groups.Values.SelectMany(lines => Responses(lines).SelectMany(CallsOf));
    }

    /// <summary>The lines under one id, apart where a gateway gave the id to every response: then the prompts are many.</summary>
    private static IEnumerable<List<Line>> Responses(List<Line> lines)
    {
        int promptsOfMain = lines.Where(line => !line.IsSide && line.HasPrompt).DistinctBy(line => line.Prompt).Count();
        if (promptsOfMain <= SharedIds.PromptsOfResponseMax) return [lines];
        return lines.Where(line => line.HasPrompt).GroupBy(line => line.Prompt).Select(same => same.ToList());
    }

    private IEnumerable<Line> LinesOf(SourceFile file)
    {
        long timeMs = file.ModifiedMs;
        foreach (byte[] bytes in RecountFile.Lines(file.Path))
        {
            JsonElement line = RecountJson.Parse(bytes);
            timeMs = line.Time("timestamp") ?? timeMs;
            JsonElement message = line.Member("message"), usage = message.Member("usage");
            if (!line.Member("type").Is("assistant") || !usage.IsObject()) continue;
            if (message.Member("model").Is("<synthetic>") || line.Member("isApiErrorMessage").IsTrue()) continue;
            var found = new Line
            {
                File = file.Path,
                Key = KeyOf(line, message, bytes),
                TimeMs = timeMs,
                Session = line.Text("sessionId") ?? SessionOf(file),
                Model = message.Text("model"),
                Usage = usage,
                IsSide = line.Member("isSidechain").IsTrue(),
                IsFinished = message.Text("stop_reason") is not null,
                CostUsd = line.Member("costUSD").Money(),
            };
            bool isFree = !(found.CostUsd > 0 || found.HasSearches || found.HasCredits);
            if (!TokensOf([found], found).IsZero || SideCalls(found, timeMs).Any() || !isFree) yield return found;
        }
    }

    private string KeyOf(JsonElement line, JsonElement message, byte[] bytes)
    {
        if (message.Text("id") is { } id)
        {
            bool isUnique = !needsRequestId && id.StartsWith(UniqueIdStart, StringComparison.Ordinal);
            return isUnique ? "id " + id : $"request {id}|{line.Text("requestId")}";
        }
        return line.Text("uuid") is { } uuid ? "uuid " + uuid : "line " + Encoding.Latin1.GetString(bytes).Trim(' ', '\t', '\r', '\0');
    }

    private static string SessionOf(SourceFile file)
    {
        string[] parts = file.RelativePath.Split('/');
        int below = Array.LastIndexOf(parts, "subagents");
        return below > 0 ? parts[below - 1] : file.Stem;
    }

    private IEnumerable<RecountedCall> CallsOf(List<Line> lines)
    {
        if (lines.Any(line => !line.IsSide)) lines = [.. lines.Where(line => !line.IsSide)];
        Line best = lines.Aggregate((left, right) => right.Rank.CompareTo(left.Rank) >= 0 ? right : left);
        Line earliest = lines.MinBy(line => line.TimeMs)!;
        var call = new RecountedCall
        {
            File = earliest.File,
            TimeMs = earliest.TimeMs,
            Session = earliest.Session,
            Model = best.Model,
            Tokens = TokensOf(lines, best),
            CostUsd = lines.Max(line => line.CostUsd),
            HasSearches = best.HasSearches,
            HasCredits = best.HasCredits,
        };
        if (call.IsUsage) yield return call;
        foreach (RecountedCall side in SideCalls(best, earliest.TimeMs))
            yield return side with { File = earliest.File, Session = earliest.Session };
    }

    /// <summary>Calls that the sums of the line do not hold.</summary>
    private static IEnumerable<RecountedCall> SideCalls(Line line, long timeMs)
    {
        foreach (JsonElement iteration in line.Usage.Member("iterations").Items())
        {
            bool isAdvisor = iteration.Member("type").Is("advisor_message");
            if (!isAdvisor && !iteration.Member("type").Is("compaction")) continue;
            var single = new Line { File = line.File, Key = "", TimeMs = timeMs, Usage = iteration };
            var call = new RecountedCall
            {
                File = line.File,
                TimeMs = timeMs,
                Session = line.Session,
                Model = isAdvisor ? iteration.Text("model") ?? line.Model : line.Model,
                Messages = 0,
                Tokens = SingleTokens(single),
            };
            if (call.IsUsage) yield return call;
        }
    }

    private TokenCounts TokensOf(List<Line> lines, Line best)
    {
        long Value(Func<JsonElement, JsonElement> field) => takesLargestCounters
            ? lines.Max(line => field(line.Usage).Count())
            : field(best.Usage).CountOrNull() ?? lines.Max(line => field(line.Usage).Count());
        return Tokens(Value);
    }

    private static TokenCounts SingleTokens(Line line) => Tokens(field => field(line.Usage).Count());

    private static TokenCounts Tokens(Func<Func<JsonElement, JsonElement>, long> value)
    {
        long output = value(usage => usage.Member("output_tokens"));
        long reasoning = Math.Min(output, value(usage => usage.Member("output_tokens_details").Member("thinking_tokens")));
        long fiveMinutes = value(usage => usage.Member("cache_creation").Member("ephemeral_5m_input_tokens"));
        long oneHour = value(usage => usage.Member("cache_creation").Member("ephemeral_1h_input_tokens"));
        long written = Math.Max(value(usage => usage.Member("cache_creation_input_tokens")), fiveMinutes + oneHour);
        return new(
            value(usage => usage.Member("input_tokens")), output - reasoning, value(usage => usage.Member("cache_read_input_tokens")),
            written, oneHour, reasoning);
    }

    private sealed class Line
    {
        public required string File { get; init; }

        public required string Key { get; init; }

        public required long TimeMs { get; init; }

        public string? Session { get; init; }

        public string? Model { get; init; }

        public JsonElement Usage { get; init; }

        public bool IsSide { get; init; }

        public bool IsFinished { get; init; }

        public decimal? CostUsd { get; init; }

        public bool HasSearches => Usage.Member("server_tool_use").Count("web_search_requests") > 0;

        public bool HasCredits => Usage.Member("credits").Money() > 0;

        public bool HasPrompt => Prompt is not (_, 0, 0, 0);

        public (string?, long, long, long) Prompt
        {
            get
            {
                TokenCounts tokens = SingleTokens(this);
                return (Model, tokens.Input, tokens.CacheRead, tokens.CacheWrite);
            }
        }

        /// <summary>Which line of a call is the bill: the highest, of equals the later.</summary>
        public (long, bool, bool) Rank => (Usage.Count("output_tokens"), HasCaches, IsFinished);

        private bool HasCaches => Counters.Any(counter => counter.CountOrNull() is not null);

        private JsonElement[] Counters =>
        [
            Usage.Member("cache_read_input_tokens"), Usage.Member("cache_creation_input_tokens"),
            .. Usage.Member("cache_creation").Fields().Select(split => split.Value),
        ];
    }
}
