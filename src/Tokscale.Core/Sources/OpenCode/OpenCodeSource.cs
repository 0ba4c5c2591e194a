using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.Messages;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>OpenCode: a SQLite database, before that one JSON file a message. See FORMAT.md.</summary>
public sealed class OpenCodeSource : IUsageSource
{
    private const string DataFolder = "opencode";

    public string Id => "opencode";

    public string Name => "OpenCode";

    public IRecount Recount { get; } = new OpenCodeRecount();

    public IReadOnlyList<SourceRoot> Roots { get; } =
    [
        new(RootPlace.XdgData, DataFolder),
        new(RootPlace.AppData, DataFolder, RootSystems.MacOS),
        new(RootPlace.AppData, DataFolder + "/Data", RootSystems.Windows),
    ];

    public IReadOnlyList<RootVariable> Variables { get; } = [new("OPENCODE_DATA_DIR", [""])];

    public DuplicateRule Duplicates { get; } = new MessageCopies();

    public bool IsLog(ReadOnlySpan<char> relativePath)
    {
        if (!relativePath.Contains('/')) return IsDatabaseName(relativePath);
        return relativePath.EndsWith(".json", StringComparison.Ordinal) && OpenCodeFolders.IsInMessages(relativePath);
    }

    public bool IsSearched(ReadOnlySpan<char> relativeFolder) => OpenCodeFolders.CanLeadToMessages(relativeFolder);

    /// <summary>A database that the user put elsewhere: a path, or a name inside the data folder.</summary>
    public IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        if (home.Variable("OPENCODE_DB")?.Trim() is not { } database || database == ":memory:") return [];
        if (Path.IsPathRooted(database) || database.StartsWith('~')) return [home.Expand(database)];
        IReadOnlyList<string> folders = home.PathsOf("OPENCODE_DATA_DIR");
        if (folders.Count == 0) folders = [Path.Join(home.Place(RootPlace.XdgData), DataFolder)];
        return folders.Select(folder => Path.GetFullPath(database, folder));
    }

    public void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Name.EndsWith(".json", StringComparison.Ordinal)) new OpenCodeFileParser(file, reader, sink).Read();
        else OpenCodeDatabase.Read(file, sink);
    }

    /// <summary><c>opencode.db</c>, or with the name of a release channel <c>opencode-beta.db</c>.</summary>
    private static bool IsDatabaseName(ReadOnlySpan<char> name)
    {
        const string start = "opencode", end = ".db";
        if (!name.StartsWith(start, StringComparison.Ordinal) || !name.EndsWith(end, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> channel = name[start.Length..^end.Length];
        if (channel.IsEmpty) return true;
        if (channel[0] != '-' || channel.Length == 1) return false;
        foreach (char letter in channel)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')) return false;
        }
        return true;
    }
}
