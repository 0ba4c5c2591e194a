using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>Tells the model where the log does not.</summary>
internal static class KimiModels
{
    /// <summary>What the subscription's endpoint calls its model, whichever it is.</summary>
    public const string Unnamed = "kimi-for-coding";

    public static string ProviderOf(string model) => ModelProvider.Of(model) ?? "moonshotai";

    /// <summary>The model that the settings of the first program name now; its logs do not say which they were written with.</summary>
    /// <param name="home">The program's folder.</param>
    /// <param name="reader">The worker's reader.</param>
    /// <param name="sink">Notes which files decide.</param>
    public static string OfSettings(string? home, FileReader reader, UsageSink sink)
    {
        if (home is null) return Unnamed;
        string toml = Path.Join(home, "config.toml"), json = Path.Join(home, "config.json");
        string? model = null;
        if (IsFile(toml, sink)) model = OfToml(Encoding.UTF8.GetString(reader.ReadDocument(toml)));
        if (model is null && IsFile(json, sink)) model = OfJson(reader.ReadDocument(json));
        return string.IsNullOrWhiteSpace(model) ? Unnamed : model;
    }

    private static bool IsFile(string path, UsageSink sink) => sink.DependOn(path).IsFile;

    /// <summary><c>default_model</c> names an entry of <c>models</c>, whose <c>model</c> is the real id.</summary>
    private static string? OfToml(string text)
    {
        const string Models = "models.";
        var idOfEntry = new Dictionary<string, string>(StringComparer.Ordinal);
        string? entry = null;
        foreach ((string table, string name, string value) in TomlLines.Read(text))
        {
            if (table.Length == 0 && name == "default_model") entry = value;
            else if (table.StartsWith(Models, StringComparison.Ordinal) && name == "model") idOfEntry[TomlLines.Unquote(table[Models.Length..])] = value;
        }
        return entry is null ? null : idOfEntry.GetValueOrDefault(entry, entry);
    }

    private static string? OfJson(ReadOnlySpan<byte> text)
    {
        var json = new JsonCursor(text);
        string? entry = null, model = null;
        var idOfEntry = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("default_model"u8)) entry = json.ReadText().ToString();
            else if (name.Is("model"u8)) model = json.ReadText().ToString();
            else if (name.Is("models"u8)) ReadEntries(ref json, idOfEntry);
            else json.SkipValue();
        }
        return string.IsNullOrEmpty(entry) ? model : idOfEntry.GetValueOrDefault(entry, entry);
    }

    private static void ReadEntries(ref JsonCursor json, Dictionary<string, string> idOfEntry)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText entry))
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("model"u8)) idOfEntry[entry.ToString()] = json.ReadText().ToString();
        }
    }
}
