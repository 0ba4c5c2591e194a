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

    private static bool IsFile(string path, UsageSink sink) => sink.DependOn(path).Kind == FileStatus.FileKind.Regular;

    /// <summary><c>default_model</c> names an entry of <c>models</c>, whose <c>model</c> is the real id.</summary>
    private static string? OfToml(string text)
    {
        var idOfEntry = new Dictionary<string, string>(StringComparer.Ordinal);
        string table = string.Empty;
        string? entry = null;
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            int equals = line.IndexOf('=');
            if (line.StartsWith('[') && line.IndexOf(']') is > 0 and int end) table = line[1..end].Trim();
            else if (equals > 0 && table.Length == 0 && line[..equals].Trim() == "default_model") entry = Unquote(line[(equals + 1)..]);
            else if (equals > 0 && table.StartsWith("models.", StringComparison.Ordinal) && line[..equals].Trim() == "model")
            {
                idOfEntry[Unquote(table["models.".Length..])] = Unquote(line[(equals + 1)..]);
            }
        }
        return entry is null ? null : idOfEntry.GetValueOrDefault(entry, entry);
    }

    /// <summary>The text of a TOML string; a bare word as it is, without a comment after it.</summary>
    private static string Unquote(string value)
    {
        value = value.Trim();
        if (value.Length > 1 && value[0] is '"' or '\'' && value.IndexOf(value[0], 1) is > 0 and int end) return value[1..end];
        return value.Split('#')[0].Trim();
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
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("model"u8)) idOfEntry[entry.ToString()] = json.ReadText().ToString();
                else json.SkipValue();
            }
        }
    }
}
