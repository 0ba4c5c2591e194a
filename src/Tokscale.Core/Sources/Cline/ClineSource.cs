using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.EditorTasks;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>Cline: tasks of the editor extension and of the older CLI, sessions of the newer one. See FORMAT.md.</summary>
public sealed class ClineSource : UsageSource
{
    private const string TaskFile = "/ui_messages.json", HistoryFile = "taskHistory.json", SessionFileEnd = ".messages.json";

    private static readonly EditorTaskForm s_form = new() { HasSideSums = true };

    public override string Id => "cline";

    public override string Name => "Cline";

    public override IRecount Recount { get; } = new ClineRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        .. EditorFolders.Of("globalStorage/saoudrizwan.claude-dev"),
        new(RootPlace.Home, ".cline/data/tasks"),
        new(RootPlace.Home, ".cline/data/state"),
    ];

    public override DuplicateRule Duplicates { get; } = new SessionNoteRule(new ClineDuplicateRule());

    public override bool IsLog(ReadOnlySpan<char> relativePath) =>
        relativePath.EndsWith(TaskFile, StringComparison.Ordinal)
        || relativePath is HistoryFile or "state/" + HistoryFile
        || (relativePath.EndsWith(SessionFileEnd, StringComparison.Ordinal) && relativePath.Contains('/'));

    /// <summary>A root is a folder of tasks or sessions, or one that holds such folders.</summary>
    public override bool IsSearched(ReadOnlySpan<char> relativeFolder)
    {
        int depth = relativeFolder.Count('/') + 1;
        bool isInside = relativeFolder.StartsWith("tasks/", StringComparison.Ordinal) || relativeFolder.StartsWith("sessions/", StringComparison.Ordinal);
        return depth == 1 || (depth == 2 && isInside);
    }

    /// <summary>
    /// The sessions of the newer CLI, which its variables move: the first that is set says where. One of them moves the tasks of the older
    /// CLI too; those from before it was set stay where they are.
    /// </summary>
    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home)
    {
        yield return SessionsOf(home);
        if (PathOf(home, "CLINE_DIR") is not { } folder) yield break;
        yield return Path.Join(folder, "data/tasks");
        yield return Path.Join(folder, "data/state");
    }

    private static string SessionsOf(HomeDirectory home)
    {
        (string Variable, string Below)[] places =
            [("CLINE_SESSION_DATA_DIR", ""), ("CLINE_DATA_DIR", "sessions"), ("CLINE_DIR", "data/sessions"), ("CLINE_HOME", "data/sessions")];
        foreach ((string variable, string below) in places)
        {
            if (PathOf(home, variable) is { } path) return Path.Join(path, below);
        }
        return home.Expand("~/.cline/data/sessions");
    }

    /// <summary>One path, which may hold commas.</summary>
    private static string? PathOf(HomeDirectory home, string variable) => home.Variable(variable) is { } path ? home.Expand(path.Trim()) : null;

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        if (file.Path.EndsWith(SessionFileEnd, StringComparison.Ordinal)) new ClineSessionParser(file, sink).Read(reader);
        else if (Path.GetFileName(file.Path) == HistoryFile) ClineTaskHistory.Read(reader.ReadDocument(file), sink);
        else
        {
            EditorTaskPart writtenBack = ClineWriteback.Read(file, reader, sink);
            new EditorTaskParser(file, sink, s_form) { WrittenBack = writtenBack }.Read(reader.ReadDocument(file));
            ClineTaskModels.Complete(file, reader, sink);
        }
    }
}
