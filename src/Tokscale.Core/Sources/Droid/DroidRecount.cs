using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Droid;

/// <summary>Second reader of Factory Droid's session settings.</summary>
internal sealed partial class DroidRecount : IRecount
{
    private const string FileEnd = ".settings.json";
    private const string CustomPrefix = "custom:";
    private const int TranscriptLinesMax = 500;

    public IEnumerable<RecountedCall> Count(RecountInput input) => input.Files
        .Select(file => (File: file, Call: CallOf(file)))
        .Where(found => found.Call.IsUsage)
        .GroupBy(found => found.Call.Session)
        .Select(copies => copies
            .OrderByDescending(found => found.Call.Tokens.Total).ThenByDescending(found => found.File.ModifiedMs).First().Call);

    private static RecountedCall CallOf(SourceFile file)
    {
        JsonElement settings = RecountJson.OfFile(file.Path), usage = settings.Member("tokenUsage");
        string session = Path.GetFileName(file.Path)[..^FileEnd.Length];
        return new()
        {
            File = file.Path,
            TimeMs = Math.Max(file.ModifiedMs, settings.Time("providerLockTimestamp") ?? 0),
            Session = session,
            Model = ModelOf(settings, file.Path[..^FileEnd.Length] + ".jsonl"),
            Tokens = new TokenCounts(
                usage.Count("inputTokens"), usage.Count("outputTokens"), usage.Count("cacheReadTokens"), usage.Count("cacheCreationTokens"),
                0, usage.Count("thinkingTokens")),
        };
    }

    private static string? ModelOf(JsonElement settings, string transcript)
    {
        string? model = settings.Text("model");
        bool isCustom = model?.StartsWith(CustomPrefix, StringComparison.Ordinal) ?? false;
        if (model is not null && !isCustom) return model;
        string label = isCustom ? model![CustomPrefix.Length..] : LabelIn(transcript);
        if (IdOf(label) is { Length: > 0 } id) return id;
        return settings.Text("providerLock") switch
        {
            "anthropic" => "claude-unknown",
            "openai" => "gpt-unknown",
            "google" => "gemini-unknown",
            "xai" => "grok-unknown",
            _ => null,
        };
    }

    /// <summary>What is followed by a bracket goes before what only looks like a label.</summary>
    private static string LabelIn(string transcript)
    {
        Match[] labels =
        [
            .. RecountFile.Lines(transcript).Take(TranscriptLinesMax)
                .SelectMany(line => Label().Matches(System.Text.Encoding.UTF8.GetString(line)))
                .Where(match => match.Groups[1].Value.Trim(' ').Length > 0),
        ];
        Match? best = labels.FirstOrDefault(match => match.Groups[2].Success && !Label().IsMatch(match.Groups[1].Value))
            ?? labels.FirstOrDefault();
        return best?.Groups[1].Value ?? "";
    }

    private static string IdOf(string label) =>
        Dashes().Replace(Brackets().Replace(label, "").Trim().Replace(' ', '-'), "-").Trim('-').ToLowerInvariant();

    [GeneratedRegex(@"Model: (?=([^\[""\\\n]*)(\[)?)")]
    private static partial Regex Label();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex("-+")]
    private static partial Regex Dashes();
}
