using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

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
        // The databases it lists cannot be found without it; it is read as a log too, and reported there.
        return AgentSettings.Read(Path.Join(registryFolder, FileName), FoldersIn) ?? [];
    }

    private static List<string> FoldersIn(ReadOnlySpan<byte> registry)
    {
        var folders = new List<string>();
        var json = new JsonCursor(registry);
        ReadValue(ref json, folders, NestingMax);
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
