using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>The user's settings, of which only the place of the logs matters.</summary>
internal static class QwenSettings
{
    /// <summary><c>advanced.runtimeOutputDir</c>; null when it is not set, relative to a project, or cannot be read.</summary>
    public static string? OutputFolderIn(string path)
    {
        try
        {
            using var reader = new FileReader();
            return OutputFolderIn(reader.ReadDocument(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? OutputFolderIn(ReadOnlySpan<byte> settings)
    {
        var json = new JsonCursor(settings);
        string? folder = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText section))
        {
            if (!section.Is("advanced"u8))
            {
                json.SkipValue();
                continue;
            }
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("runtimeOutputDir"u8)) folder = json.ReadText().ToString();
                else json.SkipValue();
            }
        }
        bool isUsable = !string.IsNullOrEmpty(folder) && (Path.IsPathRooted(folder) || folder.StartsWith('~'));
        return isUsable ? folder : null;
    }
}
