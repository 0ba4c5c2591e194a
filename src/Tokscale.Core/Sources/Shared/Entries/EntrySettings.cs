using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>The user's settings of an agent of this family, of which only the place of the sessions matters.</summary>
internal static class EntrySettings
{
    /// <summary>Where the settings in the agents' folders move the sessions to.</summary>
    public static IEnumerable<string> MovedSessions(IEnumerable<string> agentFolders, HomeDirectory home)
    {
        foreach (string agent in agentFolders)
        {
            if (SessionFolderIn(Path.Join(agent, "settings.json")) is { } folder) yield return home.Expand(folder);
        }
    }

    /// <summary><c>sessionDir</c>; null when it is not set, relative to a project, or cannot be read.</summary>
    private static string? SessionFolderIn(string path) =>
        AgentSettings.FolderOrNull(AgentSettings.Read(path, settings => new JsonCursor(settings).ReadTextIn("sessionDir"u8).ToString()));
}
