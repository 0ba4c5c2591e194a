using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.EditorTasks;

namespace Tokscale.Core.Sources.RooCode;

/// <summary>Roo Code and its fork Zoo Code: tasks of the editor extension. See FORMAT.md.</summary>
public sealed class RooCodeSource : UsageSource
{
    private static readonly EditorTaskForm s_form = new() { IsPromptWhole = true, HasCondensing = true };

    public override string Id => "roocode";

    public override string Name => "Roo Code";

    public override IRecount Recount { get; } = new EditorTaskRecount();

    public override IReadOnlyList<SourceRoot> Roots { get; } =
    [
        .. EditorFolders.Of("globalStorage/rooveterinaryinc.roo-cline/tasks"),
        .. EditorFolders.Of("globalStorage/zoocodeorganization.zoo-code/tasks"),
    ];

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/ui_messages.json", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.Contains('/');

    public override IEnumerable<string> FindFurtherRoots(HomeDirectory home) =>
        EditorSettings.FoldersOf(home, "roo-cline.customStoragePath").Select(folder => Path.Join(folder, "tasks"));

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        new EditorTaskParser(file, sink, s_form).Read(reader.ReadDocument(file));
        EditorTaskBeside.Complete(file, reader, sink);
    }
}
