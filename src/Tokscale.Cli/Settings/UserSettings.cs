using System.Text.Json;
using Tokscale.Core.Files;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Settings;

/// <summary>
/// What <c>settings.json</c> says. Other programs of the same name keep settings in that file, so keys that are not ours are
/// left alone; what is ours and cannot be used is a problem that is told.
/// </summary>
internal sealed class UserSettings
{
    private const string FileName = "settings.json";
    private const int FileBytesMax = 1 << 20;

    private readonly Dictionary<string, IReadOnlyList<string>> _extraRoots = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>Further places of logs by the id of their source: <c>{"scanner":{"extraRoots":{"ID":["/old/logs"]}}}</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ExtraRoots => _extraRoots;

    /// <summary>What could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the settings of a user; without a file there are none.</summary>
    public static UserSettings Of(HomeDirectory home)
    {
        var settings = new UserSettings();
        string path = Path.Join(home.Place(RootPlace.Tokscale), FileName);
        FileStatus status = FileStatus.Of(path);
        if (status.Kind != FileStatus.FileKind.Regular) return settings;
        try
        {
            if (status.Bytes > FileBytesMax) throw new IOException($"it is over {FileBytesMax >> 20} MB");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            settings.Read(document.RootElement, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            settings._problems.Add($"warning: {path} is ignored: {error.Message}");
        }
        return settings;
    }

    private void Read(JsonElement root, string path)
    {
        bool hasRoots = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("scanner", out JsonElement scanner)
            && scanner.ValueKind == JsonValueKind.Object && scanner.TryGetProperty("extraRoots", out root);
        if (!hasRoots) return;
        if (root.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"warning: scanner.extraRoots in {path} is ignored: it must be an object of lists of paths by client");
            return;
        }
        foreach (JsonProperty entry in root.EnumerateObject())
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
