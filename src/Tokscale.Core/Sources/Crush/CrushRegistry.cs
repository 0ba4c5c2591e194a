using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Crush;

/// <summary>Reads <c>projects.json</c>: a list of projects, or projects by an id of theirs.</summary>
internal static class CrushRegistry
{
    public const string FileName = "projects.json";

    /// <summary>Where a project keeps its data unless the registry says otherwise.</summary>
    private const string DefaultDataFolder = ".crush";

    /// <summary>The list may lie in an object, and a project in another one.</summary>
    private const int NestingMax = 3;

    /// <summary>The data folders of all projects; none when there is no registry.</summary>
    public static IReadOnlyList<string> ReadDataFolders(string registryFolder)
    {
        string path = Path.Join(registryFolder, FileName);
        if (FileStatus.Of(path).Kind != FileStatus.FileKind.Regular) return [];
        var folders = new List<string>();
        try
        {
            using var reader = new FileReader();
            var json = new JsonCursor(reader.ReadDocument(path));
            ReadValue(ref json, folders, NestingMax);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The databases it lists cannot be found without it; it is read as a log too, and reported there.
        }
        return folders;
    }

    private static void ReadValue(ref JsonCursor json, List<string> folders, int nesting)
    {
        if (nesting == 0)
        {
            json.SkipValue();
        }
        else if (json.Peek() == JsonKind.Object)
        {
            ReadObject(ref json, folders, nesting);
        }
        else if (json.TryBeginArray())
        {
            while (json.TryMoveToElement()) ReadValue(ref json, folders, nesting - 1);
        }
    }

    private static void ReadObject(ref JsonCursor json, List<string> folders, int nesting)
    {
        string? project = null, data = null;
        json.TryBeginObject();
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("path"u8)) project = json.ReadText().ToString();
            else if (name.Is("data_dir"u8)) data = json.ReadText().ToString();
            else ReadValue(ref json, folders, nesting - 1);
        }
        if (string.IsNullOrWhiteSpace(data)) data = DefaultDataFolder;
        if (Path.IsPathFullyQualified(data)) folders.Add(Path.GetFullPath(data));
        else if (project is not null && Path.IsPathFullyQualified(project)) folders.Add(Path.GetFullPath(data, project));
    }
}
