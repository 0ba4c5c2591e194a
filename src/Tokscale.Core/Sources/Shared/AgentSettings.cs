using Tokscale.Core.Files;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Reads files that are no logs but tell where an agent keeps its logs, or what its models are called. Agents do without them,
/// and so do we: what is not there or cannot be read says nothing.
/// </summary>
internal static class AgentSettings
{
    /// <summary>Takes what matters from the text of a file.</summary>
    public delegate T? Reading<out T>(ReadOnlySpan<byte> text) where T : class;

    /// <summary>What a file says; null when it is no regular file, cannot be read, or does not say it.</summary>
    public static T? Read<T>(string path, Reading<T> read) where T : class
    {
        // A pipe would not end.
        if (!FileStatus.Of(path).IsFile) return null;
        try
        {
            using var reader = new FileReader();
            return read(reader.ReadDocument(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A folder that settings name, which may begin with <c>~</c>; null for one that depends on where the agent was started.</summary>
    public static string? FolderOrNull(string? folder) =>
        !string.IsNullOrEmpty(folder) && (Path.IsPathRooted(folder) || folder.StartsWith('~')) ? folder : null;
}
