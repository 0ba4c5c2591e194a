using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>The user's settings of an agent of this family, of which only the place of the sessions matters.</summary>
internal static class EntrySettings
{
    /// <summary><c>sessionDir</c>; null when it is not set, relative to a project, or cannot be read.</summary>
    public static string? SessionFolderIn(string path) =>
        AgentSettings.FolderOrNull(AgentSettings.Read(path, settings => new JsonCursor(settings).ReadTextIn("sessionDir"u8).ToString()));
}
