using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Tells which folder was open: <c>workspace.json</c> in the folder of the workspace.</summary>
internal static class ChatWorkspace
{
    /// <param name="storage">The folder that the editor keeps for a workspace.</param>
    /// <param name="reader">Reads into the buffer that lines lie in.</param>
    /// <param name="sink">Is told that the file decides.</param>
    /// <returns>Null for sessions of a window without a folder.</returns>
    public static string? FolderOf(string? storage, FileReader reader, UsageSink sink)
    {
        string path = Path.Join(storage, "workspace.json");
        if (!sink.DependOn(path).IsFile) return null;
        var json = new JsonCursor(reader.ReadDocument(path));
        string? folder = null, workspace = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("folder"u8)) folder = json.ReadText().ToString();
            else if (name.Is("workspace"u8)) workspace = json.ReadText().ToString();
            else json.SkipValue();
        }
        return FileUri.ToPath(folder) ?? FileUri.ToPath(workspace);
    }
}
