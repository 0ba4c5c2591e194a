using System.Text;
using System.Text.Json.Nodes;

namespace Tokscale.Bench.PriceLoading;

/// <summary>The documents of the price sources, by the paths that they are served at.</summary>
public static class ListDocuments
{
    private const string DataFolder = "tools/Tokscale.PriceSnapshot/data";

    // What a row holds besides its prices, on average: the sizes are those of the sources in August 2026.
    private const int LiteLlmExtraBytes = 330, OpenRouterExtraBytes = 1300, ModelsDevExtraBytes = 260;

    /// <summary>The sources' own documents from a folder: <c>litellm.json</c>, <c>openrouter.json</c>, <c>models-dev.json</c>.</summary>
    public static Dictionary<string, byte[]> Load(string folder) => new()
    {
        ["/litellm"] = File.ReadAllBytes(Path.Join(folder, "litellm.json")),
        ["/openrouter"] = File.ReadAllBytes(Path.Join(folder, "openrouter.json")),
        ["/models-dev"] = File.ReadAllBytes(Path.Join(folder, "models-dev.json")),
    };

    /// <summary>Documents of the sources' shape and size, made from the checked-in lists.</summary>
    public static Dictionary<string, byte[]> Make() => new()
    {
        ["/litellm"] = Bytes(LiteLlm()),
        ["/openrouter"] = Bytes(OpenRouter()),
        ["/models-dev"] = Bytes(ModelsDev()),
    };

    private static JsonObject LiteLlm()
    {
        JsonObject rows = Rows("litellm.json");
        foreach ((string key, JsonNode? row) in rows) row!["source"] = Filler(key, LiteLlmExtraBytes);
        return rows;
    }

    private static JsonObject OpenRouter()
    {
        var models = new JsonArray();
        foreach ((string id, JsonNode? row) in Rows("openrouter.json"))
        {
            models.Add(new JsonObject
            {
                ["id"] = id,
                ["description"] = Filler(id, OpenRouterExtraBytes),
                ["pricing"] = new JsonObject
                {
                    ["prompt"] = row!["input_cost_per_token"]!.ToString(),
                    ["completion"] = row["output_cost_per_token"]!.ToString(),
                },
            });
        }
        return new JsonObject { ["data"] = models };
    }

    private static JsonObject ModelsDev()
    {
        var document = new JsonObject();
        foreach ((string key, JsonNode? row) in Rows("models-dev.json"))
        {
            string provider = key[..key.IndexOf('/')], id = key[(key.IndexOf('/') + 1)..];
            document[provider] ??= new JsonObject { ["models"] = new JsonObject() };
            document[provider]!["models"]![id] = new JsonObject
            {
                ["name"] = Filler(key, ModelsDevExtraBytes),
                ["cost"] = new JsonObject
                {
                    ["input"] = row!["input_cost_per_token"]!.GetValue<decimal>() * 1_000_000m,
                    ["output"] = row["output_cost_per_token"]!.GetValue<decimal>() * 1_000_000m,
                },
            };
        }
        return document;
    }

    private static JsonObject Rows(string file)
    {
        string path = Path.Join(DataFolder, file);
        if (!File.Exists(path)) throw new UsageError($"'{path}' is not here; run from the top folder, or name a folder with --lists");
        return (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!["data"]!.DeepClone();
    }

    private static string Filler(string key, int bytes) => string.Concat(Enumerable.Repeat(key + " ", bytes / (key.Length + 1) + 1));

    private static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
