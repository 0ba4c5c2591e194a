using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;

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
        // A project has many chats, and to find it a hash is taken of each project in the list.
        Known known = sink.Keep<Known>();
        if (!known.TryGetValue(projectFolder, out Project? project)) known.Add(projectFolder, project = Find(projectFolder, reader));
        foreach (Dependency dependency in project.Dependencies) sink.DependOn(dependency);
        return project.Path;
    }

    private static Project Find(string folder, FileReader reader)
    {
        string name = Path.GetFileName(folder);
        Dependency root = Dependency.On(Path.Join(folder, ".project_root"));
        if (root.Status.IsFile && Encoding.UTF8.GetString(reader.ReadDocument(root.Path)).Trim() is { Length: > 0 } path) return new Project(path, [root]);
        string? home = Path.GetDirectoryName(Path.GetDirectoryName(folder));
        Dependency list = Dependency.On(Path.Join(home, "projects.json"));
        // A list that names the folder will not take it back; one that does not may still get it.
        return list.Status.IsFile && FindIn(reader.ReadDocument(list.Path), name) is { } listed
            ? new Project(listed, [root])
            : new Project(name, [root, list]);
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

    /// <param name="Path">Of the project, or its name.</param>
    /// <param name="Dependencies">What tells it.</param>
    private sealed record Project(string Path, Dependency[] Dependencies);

    /// <summary>The projects by their folders.</summary>
    private sealed class Known : Dictionary<string, Project>;
}
