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

    private static readonly string[] s_settings = ["settings.local.json", "settings.json", "config.json"];

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
            Model = ModelOf(settings, file),
            Tokens = new TokenCounts(
                usage.Count("inputTokens"), usage.Count("outputTokens"), usage.Count("cacheReadTokens"), usage.Count("cacheCreationTokens"),
                0, usage.Count("thinkingTokens")),
        };
    }

    private static string? ModelOf(JsonElement settings, SourceFile file)
    {
        string? model = settings.Text("model");
        if (model is null or "auto") model = settings.Member("effectiveFactoryRouterModel").Text("modelId") ?? model;
        bool isCustom = model?.StartsWith(CustomPrefix, StringComparison.Ordinal) ?? false;
        if (model is not null && !isCustom) return model;
        if (isCustom && ConfiguredModel(model!, file) is { } configured) return configured;
        string label = isCustom ? model![CustomPrefix.Length..] : LabelIn(file.Path[..^FileEnd.Length] + ".jsonl");
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

    /// <summary>The model that the user's settings tell for a session's name of it.</summary>
    private static string? ConfiguredModel(string custom, SourceFile file)
    {
        JsonElement[] entries =
        [
            .. s_settings.Select(name => RecountJson.OfFile(Path.Join(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(file.Root)), name)))
                .SelectMany(settings => settings.Fields().LastOrDefault(field => field.Name is "customModels" or "custom_models").Value.Items())
                .Where(entry => entry.Text("model") is not null),
        ];
        if (entries.FirstOrDefault(entry => entry.Text("id") == custom).Text("model") is { } same) return same;
        string label = custom[CustomPrefix.Length..];
        string[] labels = [label, Counter().Replace(label, "")];
        string?[] models = [.. entries.Where(entry => labels.Contains(NameOf(entry).Replace(' ', '-'))).Select(entry => entry.Text("model")).Distinct()];
        return models.Length == 1 ? models[0] : null;
    }

    private static string NameOf(JsonElement entry) => entry.Text("displayName") ?? entry.Text("model_display_name") ?? entry.Text("model")!;

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

    [GeneratedRegex("-[0-9]+$")]
    private static partial Regex Counter();

    [GeneratedRegex("-+")]
    private static partial Regex Dashes();
}
