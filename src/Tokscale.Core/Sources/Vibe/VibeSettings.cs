using System.Text;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>The user's settings, of which only the place of the sessions matters.</summary>
internal static class VibeSettings
{
    /// <summary><c>save_dir</c>; null when it is not set, relative to where the program was started, or cannot be read.</summary>
    public static string? SessionFolderIn(string path) => AgentSettings.FolderOrNull(AgentSettings.Read(path, FolderIn));

    private static string? FolderIn(ReadOnlySpan<byte> settings) => TomlLines.Read(Encoding.UTF8.GetString(settings))
        .LastOrDefault(line => line is { Table: "session_logging", Name: "save_dir" }).Value;
}
