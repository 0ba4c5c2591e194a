namespace Tokscale.Core.Sources.Shared;

/// <summary>Where VS Code, and the editors made from it, keep what belongs to a user.</summary>
public static class EditorFolders
{
    private static readonly string[] s_editors =
        ["Code", "Code - Insiders", "VSCodium", "VSCodium - Insiders", "Code - OSS", "Cursor", "Windsurf", "Positron", "Antigravity", "Trae"];

    /// <summary>Servers that an editor starts on another machine, below the home there.</summary>
    private static readonly string[] s_servers =
        [".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server", ".windsurf-server", ".positron-server", ".openvscode-server"];

    /// <summary>A place below the <c>User</c> folder of every editor.</summary>
    /// <param name="below">Relative path; empty for the folder itself.</param>
    public static IReadOnlyList<SourceRoot> Of(string below)
    {
        string end = below.Length == 0 ? string.Empty : "/" + below;
        return
        [
            .. s_editors.Select(editor => new SourceRoot(RootPlace.AppConfig, $"{editor}/User{end}")),
            .. s_servers.Select(server => new SourceRoot(RootPlace.Home, $"{server}/data/User{end}", RootSystems.Linux | RootSystems.MacOS)),
            new SourceRoot(RootPlace.XdgData, $"code-server/User{end}", RootSystems.Linux | RootSystems.MacOS),
        ];
    }
}
