using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>What the file beside a sub-agent's log says of it. Missing texts are null.</summary>
internal sealed record QwenAgent(string? Type, string? Model, string? ParentSession)
{
    /// <summary>Reads <c>agent-ID.meta.json</c> beside <c>agent-ID.jsonl</c>; null when there is none.</summary>
    public static QwenAgent? Of(SourceFile file, FileReader reader, UsageSink sink)
    {
        string path = Path.ChangeExtension(file.Path, ".meta.json");
        if (!sink.DependOn(path).IsFile) return null;
        var json = new JsonCursor(reader.ReadDocument(path));
        string? type = null, model = null, parentSession = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("agentType"u8)) type = json.ReadText().ToString();
            else if (name.Is("model"u8)) model = json.ReadText().ToString();
            else if (name.Is("parentSessionId"u8)) parentSession = json.ReadText().ToString();
            else json.SkipValue();
        }
        return new QwenAgent(type, model, parentSession);
    }
}
