using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>Second reader of the logs of Kimi CLI and Kimi Code.</summary>
internal sealed partial class KimiRecount : IRecount
{
    private const string UsualModel = "kimi-for-coding";

    public IEnumerable<RecountedCall> Count(RecountInput input)
    {
        var calls = new Dictionary<string, RecountedCall>();
        foreach ((string key, RecountedCall call) in input.Files.SelectMany(CallsIn))
        {
            if (!calls.TryGetValue(key, out RecountedCall? other))
            {
                calls[key] = call;
                continue;
            }
            RecountedCall larger = call.Tokens.Total >= other.Tokens.Total ? call : other;
            RecountedCall earlier = call.TimeMs < other.TimeMs ? call : other;
            calls[key] = larger with { TimeMs = earlier.TimeMs, Session = earlier.Session, File = earlier.File };
        }
        return calls.Values;
    }

    private static IEnumerable<(string Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        string configured = ConfiguredModel(file), session = SessionOf(file);
        string? requested = null, alias = null;
        long timeMs = file.ModifiedMs;
        int number = 0;
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            number++;
            long? ownMs = line.Member("timestamp").Time() ?? line.Member("time").Time();
            timeMs = ownMs ?? timeMs;
            if (line.Member("type").Is("llm.request"))
            {
                string? real = RealModel(line.Text("model"));
                (requested, alias) = (real ?? requested, real is null ? null : line.Text("modelAlias"));
            }
            // Only the older program wraps its events in a message; the newer one's lines have a type.
            JsonElement message = line.Member("type").HasText() ? default : Unwrap(line.Member("message"));
            JsonElement payload = message.Member("payload"), counts = payload.Member("token_usage");
            if (message.Member("type").Is("StatusUpdate") && counts.IsObject())
            {
                var tokens = new TokenCounts(
                    counts.Count("input_other"), counts.Count("output"), counts.Count("input_cache_read"),
                        counts.Count("input_cache_creation"), 0, 0);
                string key = payload.Text("message_id") is { } id ? "id " + id : $"time {timeMs} {tokens}";
                if (!tokens.IsZero) yield return (key, CallOf(file, timeMs, configured, session, tokens));
            }
            JsonElement usage = line.Member("usage");
            if (line.Member("type").Is("usage.record") && usage.IsObject())
            {
                var tokens = new TokenCounts(
                    usage.Count("inputOther"), usage.Count("output"), usage.Count("inputCacheRead"), usage.Count("inputCacheCreation"), 0,
                        0);
                string named = RealModel(line.Text("model")) ?? requested ?? UsualModel;
                // What the record names is an entry of the settings; a copy may lack the request that tells its model.
                string model = alias is not null && line.Member("model").Is(alias) ? requested! : named;
                string key = $"record {timeMs} {named} {tokens} {line.Text("usageScope")} {(ownMs is null ? number : 0)}";
                if (!tokens.IsZero) yield return (key, CallOf(file, timeMs, model, session, tokens));
            }
        }
    }

    private static RecountedCall CallOf(SourceFile file, long timeMs, string model, string session, TokenCounts tokens) =>
        new() { File = file.Path, TimeMs = timeMs, Model = model, Session = session, Tokens = tokens };

    private static JsonElement Unwrap(JsonElement message)
    {
        while (message.Member("type").Is("SubagentEvent")) message = message.Member("payload").Member("event");
        return message;
    }

    /// <summary>What stands after the last slash; null for a symbol.</summary>
    private static string? RealModel(string? model)
    {
        string? name = model?[(model.LastIndexOf('/') + 1)..];
        return string.IsNullOrEmpty(name)
            || (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal)) ? null : name;
    }

    private static string SessionOf(SourceFile file)
    {
        string[] parts = file.Path.Replace('\\', '/').Split('/');
        int below = Array.FindLastIndex(parts, part => part is "agents" or "subagents");
        return below > 0 ? parts[below - 1] : parts[^2];
    }

    /// <summary>Kimi CLI's logs have no model: it is the one of today's settings.</summary>
    private static string ConfiguredModel(SourceFile file)
    {
        string path = file.Path.Replace('\\', '/');
        int end = Math.Max(path.LastIndexOf("/sessions/", StringComparison.Ordinal),
            path.LastIndexOf("/imported_sessions/", StringComparison.Ordinal));
        string folder = end > 0 ? path[..end] : file.Root;
        string settings = RecountFile.Text(Path.Join(folder, "config.toml")) ?? "";
        if (Default().Match(settings) is { Success: true } chosen)
        {
            string name = chosen.Groups[1].Value;
            Match table = Regex.Match(settings, $"""^\s*\[models\.(?:{Regex.Escape(name)}|"{Regex.Escape(name)}")\]([^\[]*)""", RegexOptions.Multiline);
            return Model().Match(table.Groups[1].Value) is { Success: true } model ? model.Groups[1].Value : name;
        }
        JsonElement older = RecountJson.OfFile(Path.Join(folder, "config.json"));
        string? key = older.Text("default_model");
        return (key is null ? null : older.Member("models").Member(key).Text("model") ?? key) ?? older.Text("model") ?? UsualModel;
    }

    [GeneratedRegex("""^\s*default_model\s*=\s*["']([^"']+)["']""", RegexOptions.Multiline)]
    private static partial Regex Default();

    [GeneratedRegex("""^\s*model\s*=\s*["']([^"']+)["']""", RegexOptions.Multiline)]
    private static partial Regex Model();
}
