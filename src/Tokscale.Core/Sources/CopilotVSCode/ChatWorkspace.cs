using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Tells which folder was open: <c>workspace.json</c> beside the folder of the sessions.</summary>
internal static class ChatWorkspace
{
    /// <returns>Null for sessions of a window without a folder.</returns>
    public static string? FolderOf(SourceFile session, FileReader reader, UsageSink sink)
    {
        string? storage = Path.GetDirectoryName(Path.GetDirectoryName(session.Path));
        string path = Path.Join(storage, "workspace.json");
        if (sink.DependOn(path).Kind != FileStatus.FileKind.Regular) return null;
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
