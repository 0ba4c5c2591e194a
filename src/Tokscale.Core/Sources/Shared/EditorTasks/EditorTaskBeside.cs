using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>
/// What the files beside a task's rows tell: the folder stands in <c>history_item.json</c>, the model in the description of the
/// environment that the agent adds to each prompt.
/// </summary>
internal static class EditorTaskBeside
{
    /// <summary>Fills in model, provider and project.</summary>
    public static void Complete(SourceFile file, FileReader reader, UsageSink sink)
    {
        Span<UsageRow> rows = CollectionsMarshal.AsSpan(sink.Usage.RowsInReading);
        if (rows.IsEmpty) return;
        string? folder = Path.GetDirectoryName(file.Path);
        NameId project = ReadProject(Path.Join(folder, "history_item.json"), reader, sink);
        List<EditorTaskModel> models = ReadModels(Path.Join(folder, "api_conversation_history.json"), reader, sink);
        foreach (ref UsageRow row in rows)
        {
            NameId model = EditorTaskModel.At(models, row.Event.TimestampMs);
            row.Event.Project = project;
            row.Event.Model = sink.ModelOrUnknown(model);
            // Without an upstream the model's family says more than the protocol that was spoken.
            bool isStated = (row.Flags & EditorTaskParser.ProviderFlag) != 0;
            if (!isStated && ModelProvider.Of(sink.NameOf(model)) is { } provider) row.Event.Provider = sink.Name(provider);
        }
    }

    private static NameId ReadProject(string path, FileReader reader, UsageSink sink)
    {
        if (!sink.DependOn(path).IsFile) return default;
        var json = new JsonCursor(reader.ReadDocument(path));
        return sink.Name(json.ReadTextIn("workspace"u8).Utf8);
    }

    private static List<EditorTaskModel> ReadModels(string path, FileReader reader, UsageSink sink)
    {
        var models = new List<EditorTaskModel>();
        if (!sink.DependOn(path).IsFile) return models;
        var json = new JsonCursor(reader.ReadDocument(path));
        bool isArray = json.TryBeginArray();
        while (isArray && json.TryMoveToElement())
        {
            if (EditorTaskModel.ReadMessage(ref json, sink) is { } model) models.Add(model);
        }
        return models;
    }
}
