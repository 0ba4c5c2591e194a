using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.EditorTasks;

namespace Tokscale.Core.Sources.Cline;

/// <summary>
/// Reads <c>sdk_writeback.json</c> beside the rows of a task that went on in the newer store: which rows were copied back from there.
/// </summary>
internal static class ClineWriteback
{
    /// <returns>No rows where the file is missing or says nothing.</returns>
    public static EditorTaskPart Read(SourceFile file, FileReader reader, UsageSink sink)
    {
        string path = Path.Join(Path.GetDirectoryName(file.Path), "sdk_writeback.json");
        if (!sink.DependOn(path).IsFile) return default;
        var json = new JsonCursor(reader.ReadDocument(path));
        long? first = null, end = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("baseUiMessageCount"u8)) first = json.ReadLooseCount();
            else if (name.Is("writtenUiMessageCount"u8)) end = json.ReadLooseCount();
            else json.SkipValue();
        }
        return json.IsAtEnd && first is not null && end is not null ? new EditorTaskPart(first.Value, end.Value) : default;
    }
}
