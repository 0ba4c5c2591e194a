using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>The settings beside the transcripts: what model is used where a row does not say. Null: not stated.</summary>
internal sealed record CommandCodeConfig(string? Provider, string? Model)
{
    public static CommandCodeConfig Of(SourceFile file, FileReader reader, UsageSink sink)
    {
        string path = Path.Join(Path.GetDirectoryName(file.Root), "config.json");
        if (!sink.DependOn(path).IsFile) return new(null, null);
        string? provider = null, model = null;
        var json = new JsonCursor(reader.ReadDocument(path));
        if (!json.TryBeginObject()) return new(null, null);
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("provider"u8)) provider = json.ReadText().ToString();
            else if (name.Is("model"u8)) model = json.ReadText().ToString();
            else json.SkipValue();
        }
        return new(provider, model);
    }
}
