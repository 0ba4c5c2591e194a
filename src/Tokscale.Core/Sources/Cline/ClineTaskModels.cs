using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cline;

/// <summary>Which model a task used when: <c>task_metadata.json</c> beside the rows, for those that do not name theirs.</summary>
internal static class ClineTaskModels
{
    /// <summary>Fills in models and providers.</summary>
    public static void Complete(SourceFile file, FileReader reader, UsageSink sink)
    {
        Span<UsageRow> rows = CollectionsMarshal.AsSpan(sink.Usage.RowsInReading);
        bool isOpen = false;
        foreach (ref readonly UsageRow row in rows) isOpen |= !row.Event.Model.IsKnown;
        List<Change> changes = isOpen ? ReadChanges(Path.Join(Path.GetDirectoryName(file.Path), "task_metadata.json"), reader, sink) : [];
        foreach (ref UsageRow row in rows) Complete(ref row.Event, changes, sink);
    }

    private static void Complete(ref UsageEvent usage, List<Change> changes, UsageSink sink)
    {
        if (!usage.Model.IsKnown)
        {
            long timestampMs = usage.TimestampMs;
            int index = Math.Max(0, changes.FindLastIndex(change => change.TimestampMs <= timestampMs));
            Change change = index < changes.Count ? changes[index] : default;
            usage.Model = sink.ModelOrUnknown(change.Model);
            if (!usage.Provider.IsKnown) usage.Provider = change.Provider;
        }
        if (!usage.Provider.IsKnown) usage.Provider = ModelProvider.Of(usage.Model, sink);
    }

    private static List<Change> ReadChanges(string path, FileReader reader, UsageSink sink)
    {
        var changes = new List<Change>();
        if (!sink.DependOn(path).IsFile) return changes;
        var json = new JsonCursor(reader.ReadDocument(path));
        if (!json.TryBeginObject()) return changes;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("model_usage"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) AddChange(ref json, changes, sink);
            }
        }
        changes.Sort(static (left, right) => left.TimestampMs.CompareTo(right.TimestampMs));
        return changes;
    }

    private static void AddChange(ref JsonCursor json, List<Change> changes, UsageSink sink)
    {
        var change = default(Change);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("ts"u8)) change.TimestampMs = json.ReadTime() ?? 0;
            else if (name.Is("model_id"u8)) change.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model_provider_id"u8)) change.Provider = sink.Name(json.ReadText().Utf8);
            else json.SkipValue();
        }
        if (change.Model.IsKnown) changes.Add(change);
    }

    /// <summary>From this time on the task used this model.</summary>
    private record struct Change(long TimestampMs, NameId Model, NameId Provider);
}
