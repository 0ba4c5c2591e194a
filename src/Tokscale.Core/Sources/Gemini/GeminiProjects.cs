using System.Text;
using Tokscale.Core.Files;
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
        // A project has many chats.
        Known known = sink.Keep<Known>();
        if (!known.TryGetValue(projectFolder, out Project? project)) known.Add(projectFolder, project = Find(projectFolder, reader, sink));
        foreach (Dependency dependency in project.Dependencies) sink.DependOn(dependency);
        return project.Path;
    }

    private static Project Find(string folder, FileReader reader, UsageSink sink)
    {
        Dependency root = Dependency.On(Path.Join(folder, ".project_root"));
        if (root.Status.IsFile && Encoding.UTF8.GetString(reader.ReadDocument(root.Path)).Trim() is { Length: > 0 } path) return new Project(path, [root]);
        string list = Path.Join(Path.GetDirectoryName(Path.GetDirectoryName(folder)), "projects.json");
        KnownLists lists = sink.Keep<KnownLists>();
        if (!lists.TryGetValue(list, out GeminiProjectList? projects)) lists.Add(list, projects = GeminiProjectList.Read(list, reader));
        string name = Path.GetFileName(folder);
        // A list that names the folder will not take it back; one that does not may still get it.
        return projects.PathOf(name) is { } listed ? new Project(listed, [root]) : new Project(name, [root, projects.File]);
    }

    /// <param name="Path">Of the project, or its name.</param>
    /// <param name="Dependencies">What tells it.</param>
    private sealed record Project(string Path, Dependency[] Dependencies);

    /// <summary>The projects by their folders.</summary>
    private sealed class Known : Dictionary<string, Project>;

    /// <summary>The lists by their paths.</summary>
    private sealed class KnownLists : Dictionary<string, GeminiProjectList>;
}
