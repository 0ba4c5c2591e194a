namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>
/// Where chats lie: <c>PROJECT/chats/…</c> below the root, or below its <c>tmp</c> or <c>projects</c> when the root is the
/// agent's own folder.
/// </summary>
internal static class ChatPaths
{
    private const string Chats = "chats";

    private static readonly string[] s_containers = ["tmp", "projects"];

    /// <summary>Says whether a folder can hold chats.</summary>
    public static bool IsSearched(ReadOnlySpan<char> relativeFolder) => IsBelow(relativeFolder, Chats);

    /// <summary>Says whether a folder is a project's folder of this name, lies in one, or may lead to one.</summary>
    public static bool IsBelow(ReadOnlySpan<char> relativeFolder, string name)
    {
        int projectEnd = ProjectEnd(relativeFolder);
        return projectEnd < 0 || IsFirstPart(relativeFolder[(projectEnd + 1)..], name);
    }

    /// <summary>Says whether a file is a chat: a document, or a log of one record a line.</summary>
    public static bool IsLog(ReadOnlySpan<char> relativePath)
    {
        bool isChat = relativePath.EndsWith(".json", StringComparison.Ordinal) || relativePath.EndsWith(".jsonl", StringComparison.Ordinal);
        int projectEnd = ProjectEnd(relativePath);
        return isChat && projectEnd >= 0 && relativePath[(projectEnd + 1)..].StartsWith(Chats + "/", StringComparison.Ordinal);
    }

    public static bool IsDocument(SourceFile file) => file.Path.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>Full path of the project's folder, the one that holds <c>chats</c>.</summary>
    public static string ProjectFolderOf(SourceFile file) =>
        Path.Join(file.Root, file.RelativePath[..Math.Max(0, ProjectEnd(file.RelativePath))]);

    /// <summary>The folders between <c>chats</c> and the file: a sub-agent's file lies in one named like its parent session.</summary>
    public static string? ParentSessionOf(SourceFile file)
    {
        string[] parts = file.RelativePath[(ProjectEnd(file.RelativePath) + 1)..].Split('/');
        return parts.Length > 2 ? parts[^2] : null;
    }

    /// <summary>Offset of the slash after the project's folder; -1 when the path ends with it or before.</summary>
    private static int ProjectEnd(ReadOnlySpan<char> path)
    {
        int slash = path.IndexOf('/');
        if (slash < 0 || IsFirstPart(path[(slash + 1)..], Chats)) return slash;
        foreach (string container in s_containers)
        {
            if (!path[..slash].SequenceEqual(container)) continue;
            int next = path[(slash + 1)..].IndexOf('/');
            return next < 0 ? -1 : slash + 1 + next;
        }
        return slash;
    }

    private static bool IsFirstPart(ReadOnlySpan<char> path, string part) =>
        path.StartsWith(part, StringComparison.Ordinal) && (path.Length == part.Length || path[part.Length] == '/');
}
