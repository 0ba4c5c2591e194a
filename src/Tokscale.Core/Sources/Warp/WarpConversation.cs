using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Warp;

/// <summary>Reads what a conversation used.</summary>
internal static class WarpConversation
{
    /// <summary>Says whether a name stands for "choose one for me".</summary>
    public static bool IsRouting(string model) => model.StartsWith("auto", StringComparison.OrdinalIgnoreCase);

    /// <summary>The models in a conversation's JSON, none when it has no usage yet; null when it is no JSON.</summary>
    public static WarpModelTokens[]? ReadModels(ReadOnlySpan<byte> conversation, out bool hasRefused)
    {
        var models = new List<WarpModelTokens>();
        var json = new JsonCursor(conversation);
        if (json.TryBeginObject())
        {
            while (json.TryMoveTo("conversation_usage_metadata"u8)) ReadUsage(ref json, models);
        }
        hasRefused = json.HasRefused;
        return json.IsAtEnd ? [.. models] : null;
    }

    /// <summary>One entry a model: routed ones belong to the model that the conversation was mostly with.</summary>
    public static IReadOnlyList<WarpModelTokens> Merge(IReadOnlyList<WarpModelTokens> models, WarpExchanges? exchanges)
    {
        WarpModelTokens main = models.Where(entry => !IsRouting(entry.Model)).DefaultIfEmpty().MaxBy(entry => entry.Total);
        string? mainModel = main.Model ?? exchanges?.MainModel;
        var merged = new List<WarpModelTokens>(models.Count);
        foreach (WarpModelTokens entry in models)
        {
            string model = IsRouting(entry.Model) ? mainModel ?? entry.Model : entry.Model;
            int known = merged.FindIndex(other => other.Model == model);
            if (known < 0) merged.Add(entry with { Model = model });
            else merged[known] = new WarpModelTokens(model, merged[known].Warp + entry.Warp, merged[known].Own + entry.Own);
        }
        return merged;
    }

    private static void ReadUsage(ref JsonCursor json, List<WarpModelTokens> models)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("token_usage"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) ReadModel(ref json, models);
            }
        }
    }

    private static void ReadModel(ref JsonCursor json, List<WarpModelTokens> models)
    {
        string model = string.Empty;
        long warp = 0, own = 0;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model_id"u8)) model = DisplayNames.ToModelId(json.ReadText().ToString());
            else if (name.Is("warp_tokens"u8)) warp = json.ReadLooseCount() ?? 0;
            else if (name.Is("byok_tokens"u8) || name.Is("custom_endpoint_tokens"u8)) own += json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        if (warp > 0 || own > 0) models.Add(new WarpModelTokens(model.Length > 0 ? model : "unknown", warp, own));
    }
}
