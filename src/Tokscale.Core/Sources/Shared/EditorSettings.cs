using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared;

/// <summary>Reads single settings of VS Code and its relatives.</summary>
public static class EditorSettings
{
    /// <summary>No one writes settings by hand that are larger.</summary>
    private const long SettingsBytesMax = 4 << 20;

    /// <summary>The folders that a setting names, one for each editor in which it is set.</summary>
    /// <param name="home">Whose editors.</param>
    /// <param name="setting">Full name of a setting with text.</param>
    public static IEnumerable<string> FoldersOf(HomeDirectory home, string setting)
    {
        foreach (SourceRoot root in EditorFolders.Of("settings.json"))
        {
            string path = Path.Join(home.Place(root.Place), root.Path);
            if (FileStatus.Of(path).Bytes is > 0 and <= SettingsBytesMax && ReadFolder(path, setting) is { } folder) yield return home.Expand(folder);
        }
    }

    // Without its settings an editor keeps things where they are by default.
    private static string? ReadFolder(string path, string setting) =>
        AgentSettings.Read(path, settings => FindText(JsonComments.Blank(settings), Encoding.UTF8.GetBytes($"\"{setting}\"")));

    /// <summary>The text behind a name. Settings may have trailing commas, so they are searched, not parsed.</summary>
    private static string? FindText(ReadOnlySpan<byte> settings, ReadOnlySpan<byte> name)
    {
        int found = settings.LastIndexOf(name);
        if (found < 0) return null;
        ReadOnlySpan<byte> rest = settings[(found + name.Length)..].TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] != ':') return null;
        var json = new JsonCursor(rest[1..]);
        string text = json.ReadText().ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
