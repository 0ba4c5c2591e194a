using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Junie;

/// <summary>Second reader of Junie's sessions.</summary>
internal sealed partial class JunieRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var events = new HashSet<string>();
        foreach (SourceFile file in input.Files)
        {
            foreach (JsonElement line in RecountFile.Objects(file.Path))
            {
                JsonElement agent = line.Member("event").Member("agentEvent"), usage = agent.Member("modelUsage");
                if (!agent.Member("kind").Is("LlmResponseMetadataEvent") || usage.ValueKind != JsonValueKind.Array) continue;
                // An event with the time and the usage of another in its session is a replay.
                long? timeMs = line.Time("timestampMs");
                if (!events.Add($"{file.FolderName} {timeMs} {usage.GetRawText()}")) continue;
                foreach (JsonElement part in usage.EnumerateArray())
                {
                    RecountedCall call = CallOf(part, file, timeMs);
                    if (call.IsUsage) yield return call;
                }
            }
        }
    }

    private static RecountedCall CallOf(JsonElement part, SourceFile file, long? timeMs) => new()
    {
        File = file.Path,
        TimeMs = timeMs ?? StartOf(file.FolderName) ?? file.ModifiedMs,
        Model = part.Text("model"),
        Session = file.FolderName,
        CostUsd = part.Member("cost").Money() is > 0 and var cost ? cost : null,
        Tokens = new TokenCounts(
            part.Loose("inputTokens"), part.Loose("outputTokens"), part.Loose("cacheInputTokens"), part.Loose("cacheCreateTokens"),
            0, part.Loose("reasoningTokens")),
    };

    private static long? StartOf(string folder) =>
        Start().Match(folder) is { Success: true } match
        && DateTime.TryParseExact(match.Value, "yyMMdd-HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime start)
            ? new DateTimeOffset(start, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : null;

    [GeneratedRegex(@"\d{6}-\d{6}")]
    private static partial Regex Start();
}
