using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>The user's settings of an agent of this family, of which only the place of the sessions matters.</summary>
internal static class EntrySettings
{
    /// <summary><c>sessionDir</c>; null when it is not set, relative to a project, or cannot be read.</summary>
    public static string? SessionFolderIn(string path) => AgentSettings.FolderOrNull(AgentSettings.Read(path, FolderIn));

    private static string? FolderIn(ReadOnlySpan<byte> settings)
    {
        var json = new JsonCursor(settings);
        string? folder = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionDir"u8)) folder = json.ReadText().ToString();
            else json.SkipValue();
        }
        return folder;
    }
}
