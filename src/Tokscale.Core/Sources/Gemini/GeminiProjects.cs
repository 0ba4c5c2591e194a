using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Gemini;

/// <summary>Finds the path of the project that a folder of chats belongs to.</summary>
internal static class GeminiProjects
{
    /// <summary>
    /// The path in the folder's <c>.project_root</c>, else that in <c>projects.json</c> whose slug or SHA-256 names the
    /// folder, else the folder's name.
    /// </summary>
    public static string PathOf(string projectFolder, FileReader reader, UsageSink sink)
    {
        string name = Path.GetFileName(projectFolder);
        string root = Path.Join(projectFolder, ".project_root");
        if (sink.DependOn(root).Kind == FileStatus.FileKind.Regular)
        {
            string path = Encoding.UTF8.GetString(reader.ReadDocument(root)).Trim();
            if (path.Length > 0) return path;
        }
        string? home = Path.GetDirectoryName(Path.GetDirectoryName(projectFolder));
        string list = Path.Join(home, "projects.json");
        bool isList = FileStatus.Of(list).Kind == FileStatus.FileKind.Regular;
        if (isList && FindIn(reader.ReadDocument(list), name) is { } listed) return listed;
        // A list that names the folder will not take it back; one that does not may still get it.
        sink.DependOn(list);
        return name;
    }

    private static string? FindIn(ReadOnlySpan<byte> list, string name)
    {
        var json = new JsonCursor(list);
        string? bySlug = null, byHash = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText field))
        {
            if (!field.Is("projects"u8))
            {
                json.SkipValue();
                continue;
            }
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText path))
            {
                bool isSlug = json.ReadText().Is(Encoding.UTF8.GetBytes(name));
                if (isSlug) bySlug ??= path.ToString();
                else if (name.Length == Sha256.HexLength && Sha256.HexOf(path.Utf8) == name) byHash ??= path.ToString();
            }
        }
        return bySlug ?? byHash;
    }
}
