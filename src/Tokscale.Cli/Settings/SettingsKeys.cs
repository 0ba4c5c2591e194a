using System.Text.Json;

namespace Tokscale.Cli.Settings;

/// <summary>The keys of <c>settings.json</c> with their lines, for messages that lead to them.</summary>
internal sealed class SettingsKeys
{
    /// <summary>What tokscale 4 and its interactive view keep in the same file, and in its <c>scanner</c>.</summary>
    private static readonly HashSet<string> s_ofOthers = new(StringComparer.Ordinal)
    {
        "colorPalette", "autoRefreshEnabled", "autoRefreshMs", "includeUnusedModels", "nativeTimeoutMs", "defaultClients", "light",
        "scanner.opencodeDbPaths", "scanner.extraScanPaths", "scanner.bucketTimezone",
    };

    private const string Scanner = "scanner", ExtraRoots = "scanner.extraRoots";

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <param name="text">A JSON object.</param>
    public SettingsKeys(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        json.Read();
        ReadObject(ref json, text, "");
    }

    /// <summary>Keys that stand there twice or mean nothing, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The line of a key, from 1.</summary>
    public int LineOf(string key) => _lines.GetValueOrDefault(key, 1);

    private void ReadObject(ref Utf8JsonReader json, ReadOnlySpan<byte> text, string folder)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = folder + json.GetString();
            Add(key, 1 + text[..(int)json.TokenStartIndex].Count((byte)'\n'));
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject && key is Scanner) ReadObject(ref json, text, Scanner + ".");
            else json.Skip();
        }
    }

    private void Add(string key, int line)
    {
        bool isRepeated = _lines.TryGetValue(key, out int first);
        _lines[key] = line;
        if (isRepeated) _problems.Add($"line {line}: {key} is there already in line {first}; what stands last counts.");
        if (isRepeated || key is Scanner or ExtraRoots || s_ofOthers.Contains(key) || Setting.All.Any(setting => setting.Key == key)) return;
        _problems.Add($"line {line}: {Setting.Unknown(key, Setting.All.Select(setting => setting.Key).Append(ExtraRoots))}");
    }
}
