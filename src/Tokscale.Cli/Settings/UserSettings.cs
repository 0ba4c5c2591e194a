using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Settings;

/// <summary>
/// What the environment and <c>settings.json</c> say in place of options. What is ours and cannot be used is a problem that is
/// told; a report never fails for it.
/// </summary>
internal sealed class UserSettings
{
    private readonly CliHost _host;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _extraRoots = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    private UserSettings(CliHost host) => _host = host;

    /// <summary>Further places of logs by the id of their source: <c>{"scanner":{"extraRoots":{"ID":["/old/logs"]}}}</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ExtraRoots => _extraRoots;

    /// <summary>What could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the settings of the user; without a file there are none.</summary>
    public static UserSettings Of(CliHost host)
    {
        var settings = new UserSettings(host);
        if (host.UserHome is not { } home) return settings;
        var file = new SettingsFile(home);
        try
        {
            using JsonDocument? document = file.Read();
            if (document is not null) settings.Read(document.RootElement, file.Path, new SettingsKeys(file.Text.Span));
        }
        catch (UnauthorizedAccessException)
        {
            settings._problems.Add($"warning: {file.Path} is ignored: it may not be read.");
        }
        catch (InvalidOperationException)
        {
            settings._problems.Add($"warning: {file.Path} is ignored: it holds bytes that are no text.");
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            settings._problems.Add($"warning: {file.Path} is ignored: {error.Message.TrimEnd('.')}.");
        }
        return settings;
    }

    /// <summary>The value of a setting and where it comes from; null when nobody set it.</summary>
    /// <exception cref="UserError">The environment has a value that means nothing.</exception>
    public (string Value, string From)? Find(Setting setting)
    {
        if (_host.Variable(setting.Variable) is { } value && !string.IsNullOrWhiteSpace(value))
        {
            setting.Check(setting.Variable, value.Trim());
            return (value.Trim(), setting.Variable);
        }
        return _values.TryGetValue(setting.Key, out string? saved) ? (saved, "settings.json") : null;
    }

    private void Read(JsonElement root, string path, SettingsKeys keys)
    {
        _problems.AddRange(keys.Problems.Select(problem => $"warning: {path}, {problem}"));
        foreach (Setting setting in Setting.All)
            if (root.TryGetProperty(setting.Key, out JsonElement value)) ReadValue(setting, value, $"{path}, line {keys.LineOf(setting.Key)}");
        bool hasRoots = root.TryGetProperty("scanner", out JsonElement scanner)
            && scanner.ValueKind == JsonValueKind.Object && scanner.TryGetProperty("extraRoots", out root);
        if (hasRoots) ReadExtraRoots(root, path);
    }

    private void ReadValue(Setting setting, JsonElement value, string place)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        try
        {
            if (text is null) throw UserError.InOption($"{setting.Key} must be a text, a number, true or false.");
            setting.Check(setting.Key, text);
            _values[setting.Key] = text;
        }
        catch (UserError error)
        {
            _problems.Add($"warning: {place}, is ignored: {error.Message}");
        }
    }

    private void ReadExtraRoots(JsonElement roots, string path)
    {
        if (roots.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"warning: scanner.extraRoots in {path} is ignored: it must be an object of lists of paths by client");
            return;
        }
        foreach (JsonProperty entry in roots.EnumerateObject())
        {
            bool isList = entry.Value.ValueKind == JsonValueKind.Array
                && entry.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
            if (isList && SourceRegistry.Find(entry.Name) is { } source)
                _extraRoots[source.Id] = [.. entry.Value.EnumerateArray().Select(item => item.GetString()!)];
            else
                _problems.Add($"warning: scanner.extraRoots.{entry.Name} in {path} is ignored: it must be a client with a list of paths");
        }
    }
}
