using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.EditorTasks;

namespace Tokscale.Core.Sources.KiloCode;

/// <summary>Kilo Code before version 5: tasks of the editor extension and of the first CLI. See FORMAT.md.</summary>
public sealed class KiloCodeSource : UsageSource
{
    private static readonly EditorTaskForm s_form = new() { IsPromptWhole = true, HasCondensing = true };

    public override string Id => "kilocode";

    public override string Name => "Kilo Code";

    public override IRecount Recount { get; } = new EditorTaskRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [.. EditorFolders.Of("globalStorage/kilocode.kilo-code/tasks"), new(RootPlace.Home, ".kilocode/cli/global/tasks")];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/ui_messages.json", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.Contains('/');

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home) =>
        EditorSettings.FoldersOf(home, "kilo-code.customStoragePath").Select(folder => Path.Join(folder, "tasks"));

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        new EditorTaskParser(file, sink, s_form).Read(reader.ReadDocument(file));
        EditorTaskBeside.Complete(file, reader, sink);
    }
}
