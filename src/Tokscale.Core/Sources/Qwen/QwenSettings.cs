using System.Text.RegularExpressions;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>The user's settings, of which only the place of the logs matters.</summary>
internal static partial class QwenSettings
{
    /// <summary><c>advanced.runtimeOutputDir</c>; null when it is not set, relative to a project, or cannot be read.</summary>
    public static string? OutputFolderIn(string path, HomeDirectory home)
    {
        string? folder = AgentSettings.Read(path, settings => OutputFolderIn(JsonComments.Blank(settings)));
        return folder is null ? null : AgentSettings.FolderOrNull(Variable().Replace(folder, match => ValueOf(match, home)));
    }

    private static string? OutputFolderIn(ReadOnlySpan<byte> settings)
    {
        var json = new JsonCursor(settings);
        string? folder = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("advanced"u8))
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("runtimeOutputDir"u8)) folder = json.ReadText().ToString();
        }
        return folder;
    }

    /// <summary>The program replaces names of variables in its settings, and leaves those that are not set.</summary>
    private static string ValueOf(Match name, HomeDirectory home)
    {
        string variable = name.Groups[1].Value + name.Groups[2].Value;
        return (variable == "HOME" ? home.Path : home.Variable(variable)) ?? name.Value;
    }

    [GeneratedRegex(@"\$(?:(\w+)|\{([^}]+)\})")]
    private static partial Regex Variable();
}
