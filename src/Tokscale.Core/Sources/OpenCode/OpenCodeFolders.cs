using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>
/// Where things lie below the data folder: <c>storage/message/SESSION/MESSAGE.json</c> and beside it <c>part</c> and
/// <c>session</c>; in the first versions the same below <c>project/NAME/storage/session</c>, with <c>info</c>.
/// </summary>
internal static class OpenCodeFolders
{
    private static readonly string?[] s_path = ["storage", "message"];

    /// <summary>Null stands for any name.</summary>
    private static readonly string?[] s_firstPath = ["project", null, "storage", "session", "message"];

    /// <summary>Says whether a path below the data folder is below a folder of messages.</summary>
    public static bool IsInMessages(ReadOnlySpan<char> relativePath) =>
        CommonParts(relativePath, s_path) == s_path.Length || CommonParts(relativePath, s_firstPath) == s_firstPath.Length;

    /// <summary>Says whether a folder lies on the way to messages, or among them.</summary>
    public static bool CanLeadToMessages(ReadOnlySpan<char> relativeFolder)
    {
        int depth = relativeFolder.Count('/') + 1;
        return CommonParts(relativeFolder, s_path) == Math.Min(depth, s_path.Length)
            || CommonParts(relativeFolder, s_firstPath) == Math.Min(depth, s_firstPath.Length);
    }

    /// <summary>The folder that holds <c>message</c>, <c>part</c> and the sessions, for a message's file; null when it lies elsewhere.</summary>
    public static OpenCodeStorage? StorageOf(SourceFile file)
    {
        ReadOnlySpan<char> folder = file.RelativeFolder;
        bool isFirstVersion = CommonParts(folder, s_firstPath) == s_firstPath.Length;
        if (!isFirstVersion && CommonParts(folder, s_path) != s_path.Length) return null;
        int messages = $"{folder}/".IndexOf("/message/", StringComparison.Ordinal);
        return new OpenCodeStorage(Path.Join(file.Root, folder[..messages]), isFirstVersion);
    }

    private static int CommonParts(ReadOnlySpan<char> path, ReadOnlySpan<string?> parts)
    {
        int count = 0;
        foreach (Range range in path.Split('/'))
        {
            if (count == parts.Length || parts[count] is { } part && !path[range].SequenceEqual(part)) break;
            count++;
        }
        return count;
    }
}
