using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Recounting;
using Tokscale.Core.Sources.Shared.EditorTasks;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.IbmBob;

/// <summary>IBM Bob: tasks of the agent built into its editor. See FORMAT.md.</summary>
public sealed class IbmBobSource : UsageSource
{
    private const string Tasks = "User/globalStorage/ibm.bob-code/tasks";

    private static readonly EditorTaskForm s_form = new() { IsPromptWhole = true, HasCondensing = true };

    public override string Id => "ibm-bob";

    public override string Name => "IBM Bob";

    public override IRecount Recount { get; } = new EditorTaskRecount(noModel: "ibm-bob-auto");

    public override IReadOnlyList<SourceRoot> Roots { get; } =
        [new(RootPlace.AppConfig, $"IBM Bob/{Tasks}"), new(RootPlace.AppConfig, $"Bob-IDE/{Tasks}")];

    public override bool BillsByLoggedCost => true;

    public override bool IsLog(ReadOnlySpan<char> relativePath) => relativePath.EndsWith("/ui_messages.json", StringComparison.Ordinal);

    public override bool IsSearched(ReadOnlySpan<char> relativeFolder) => !relativeFolder.Contains('/');

    public override void Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        new EditorTaskParser(file, sink, s_form).Read(reader.ReadDocument(file));
        EditorTaskBeside.Complete(file, reader, sink);
        NameUnnamed(sink);
    }

    /// <summary>Where the service picks the model, prompts name none.</summary>
    private static void NameUnnamed(UsageSink sink)
    {
        NameId unknown = sink.Name("unknown"u8), picked = sink.Name("ibm-bob-auto"u8);
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading))
        {
            if (row.Event.Model == unknown) row.Event.Model = picked;
        }
    }
}
