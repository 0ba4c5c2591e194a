using System.Globalization;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Antigravity;

/// <summary>Second reader of what a sync took from Antigravity.</summary>
internal sealed class AntigravityRecount : IRecount
{
    private const string PlaceholderStart = "MODEL_PLACEHOLDER_M";
    private const int PlaceholderBase = 1000;

    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        JsonElement[] lines = [.. RecountFile.Objects(file.Path)];
        JsonElement[] facts = [.. lines.Where(line => line.Member("type").Is("session_meta"))];
        foreach (JsonElement line in lines)
        {
            string? session = line.Text("sessionId") ?? facts.LastOrDefault().Text("sessionId");
            JsonElement own = facts.LastOrDefault(fact => fact.Text("sessionId") == session);
            string? model = (own.IsObject() ? own : facts.LastOrDefault()).Text("modelId");
            if (!line.Member("type").Is("usage") || line.Time("timestamp") is not { } timeMs) continue;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = NameOf(line.Text("modelId") ?? model),
                Session = session ?? file.Stem,
                Tokens = new TokenCounts(
                    line.Loose("input"), line.Loose("output"), line.Loose("cacheRead"), line.Loose("cacheWrite"), 0,
                        line.Loose("reasoning")),
            };
            string key = line.Text("responseId") is { } id ? "id " + id : $"{call.Session} {timeMs} {call.Tokens}";
            yield return (key, call);
        }
    }

    private static string? NameOf(string? model) =>
        model is not null && model.StartsWith(PlaceholderStart, StringComparison.Ordinal)
        && int.TryParse(model.AsSpan(PlaceholderStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? NumberedModels.Of(PlaceholderBase + number) ?? model
            : model;
}
