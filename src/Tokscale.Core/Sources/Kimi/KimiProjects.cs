using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>Finds the working directory of a session in the lists that the programs keep.</summary>
internal static class KimiProjects
{
    /// <summary>Null when no list names it.</summary>
    public static string? PathOf(KimiPlace place, FileReader reader, UsageSink sink)
    {
        if (place.Base is null || place.Workspace is null) return null;
        string folders = Path.Join(place.Base, "kimi.json");
        string workspaces = Path.Join(place.Base, "workspaces.json"), sessions = Path.Join(place.Base, "session_index.jsonl");
        string? path = null;
        if (IsFile(folders)) path = FindFolder(reader.ReadDocument(folders), place.Workspace);
        if (path is null && IsFile(workspaces)) path = FindWorkspace(reader.ReadDocument(workspaces), place.Workspace);
        if (path is null && IsFile(sessions)) path = FindSession(reader, sessions, place.Session);
        if (path is not null) return path;
        // A list that names the session will not take it back; one that does not may still get it.
        foreach (string list in (ReadOnlySpan<string>)[folders, workspaces, sessions]) sink.DependOn(list);
        return null;
    }

    private static bool IsFile(string path) => FileStatus.Of(path).IsFile;

    /// <summary>The first program names folders by the MD5 of the path, after the name of a remote host if it ran there.</summary>
    private static string? FindFolder(ReadOnlySpan<byte> list, string workspace)
    {
        string hash = workspace[(workspace.LastIndexOf('_') + 1)..];
        var json = new JsonCursor(list);
        string? found = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("work_dirs"u8))
        {
            if (!json.TryBeginArray()) continue;
            while (json.TryMoveToElement())
            {
                JsonText path = json.ReadTextIn("path"u8);
                if (found is null && !path.IsEmpty && Md5.HexOf(path.Utf8) == hash) found = path.ToString();
            }
        }
        return found;
    }

    private static string? FindWorkspace(ReadOnlySpan<byte> list, string workspace)
    {
        var json = new JsonCursor(list);
        byte[] wanted = Encoding.UTF8.GetBytes(workspace);
        string? found = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("workspaces"u8))
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText id))
            {
                JsonText root = json.ReadTextIn("root"u8);
                if (id.Is(wanted) && !root.IsEmpty) found = root.ToString();
            }
        }
        return found;
    }

    private static string? FindSession(FileReader reader, string path, string session)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(session);
        string? found = null;
        using LineReader lines = reader.OpenLines(path);
        while (lines.TryRead(out LogLine line))
        {
            var json = new JsonCursor(line.Bytes);
            JsonText id = default, folder = default;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("sessionId"u8)) id = json.ReadText();
                else if (name.Is("workDir"u8)) folder = json.ReadText();
                else json.SkipValue();
            }
            if (id.Is(wanted) && !folder.IsEmpty) found = folder.ToString();
        }
        return found;
    }
}
