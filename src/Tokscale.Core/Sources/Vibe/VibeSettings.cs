using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Vibe;

/// <summary>The user's settings, of which only the place of the sessions matters.</summary>
internal static class VibeSettings
{
    /// <summary><c>save_dir</c>; null when it is not set, relative to where the program was started, or cannot be read.</summary>
    public static string? SessionFolderIn(string settings)
    {
        if (FileStatus.Of(settings).Kind != FileStatus.FileKind.Regular) return null;
        try
        {
            using var reader = new FileReader();
            string text = Encoding.UTF8.GetString(reader.ReadDocument(settings));
            string? folder = TomlLines.Read(text).LastOrDefault(line => line is { Table: "session_logging", Name: "save_dir" }).Value;
            return folder is not null && (Path.IsPathRooted(folder) || folder.StartsWith('~')) ? folder : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
