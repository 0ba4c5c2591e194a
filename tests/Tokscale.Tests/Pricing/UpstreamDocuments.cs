using System.Text;
using System.Text.Json.Nodes;

namespace Tokscale.Tests.Pricing;

/// <summary>The documents of the sources as they publish them, made from the checked-in lists.</summary>
internal static class UpstreamDocuments
{
    private static readonly byte[] s_liteLlm = Bytes(LiteLlm()), s_openRouter = Bytes(OpenRouter()), s_modelsDev = Bytes(ModelsDev());

    /// <summary>The document for a request's path.</summary>
    public static byte[] For(string requestHead) =>
        requestHead.Contains("/litellm", StringComparison.Ordinal) ? s_liteLlm
        : requestHead.Contains("/openrouter", StringComparison.Ordinal) ? s_openRouter
        : s_modelsDev;

    public static JsonObject LiteLlm() => Data("litellm.json");

    public static JsonObject OpenRouter()
    {
        var models = new JsonArray();
        foreach ((string id, JsonNode? row) in Data("openrouter.json"))
        {
            models.Add(new JsonObject
            {
                ["id"] = id,
                ["pricing"] = new JsonObject
                {
                    ["prompt"] = row!["input_cost_per_token"]!.ToString(),
                    ["completion"] = row["output_cost_per_token"]!.ToString(),
                },
            });
        }
        return new JsonObject { ["data"] = models };
    }

    public static JsonObject ModelsDev()
    {
        var document = new JsonObject();
        foreach ((string key, JsonNode? row) in Data("models-dev.json"))
        {
            string provider = key[..key.IndexOf('/')], id = key[(key.IndexOf('/') + 1)..];
            document[provider] ??= new JsonObject { ["models"] = new JsonObject() };
            document[provider]!["models"]![id] = new JsonObject
            {
                ["cost"] = new JsonObject
                {
                    ["input"] = row!["input_cost_per_token"]!.GetValue<decimal>() * 1_000_000m,
                    ["output"] = row["output_cost_per_token"]!.GetValue<decimal>() * 1_000_000m,
                },
            };
        }
        return document;
    }

    public static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private static JsonObject Data(string file)
    {
        string path = Path.Join(Fixture.RepositoryFolder(), "tools", "Tokscale.PriceSnapshot", "data", file);
        var data = (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!["data"]!;
        return (JsonObject)data.DeepClone();
    }
}
