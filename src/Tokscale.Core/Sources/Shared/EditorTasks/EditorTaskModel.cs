using System.Text;
using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>A model that a prompt of a task named.</summary>
/// <param name="TimestampMs">When the prompt was written down; null when that is not logged.</param>
/// <param name="Model">The model.</param>
internal readonly record struct EditorTaskModel(long? TimestampMs, NameId Model)
{
    /// <summary>
    /// The model of a request at a time: the one named nearest to it, because a row is written shortly before its prompt, and
    /// a prompt of an earlier request lies a whole answer back. Without times, the last one.
    /// </summary>
    public static NameId At(List<EditorTaskModel> models, long timestampMs)
    {
        NameId nearest = models.Count > 0 ? models[^1].Model : default;
        long distanceMsMin = long.MaxValue;
        foreach (EditorTaskModel model in models)
        {
            if (model.TimestampMs is not { } modelMs) return models[^1].Model;
            long distanceMs = Math.Abs(modelMs - timestampMs);
            if (distanceMs > distanceMsMin) continue;
            (nearest, distanceMsMin) = (model.Model, distanceMs);
        }
        return nearest;
    }

    /// <summary>Reads one message of the conversation; null when it names no model.</summary>
    public static EditorTaskModel? ReadMessage(ref JsonCursor json, UsageSink sink)
    {
        NameId model = default;
        long? timestampMs = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("ts"u8)) timestampMs = json.ReadTime();
            else if (name.Is("content"u8)) model = ReadContent(ref json, sink);
            else json.SkipValue();
        }
        return model.IsKnown ? new EditorTaskModel(timestampMs, model) : null;
    }

    /// <summary>Content is a text, or a list of blocks with texts.</summary>
    private static NameId ReadContent(ref JsonCursor json, UsageSink sink)
    {
        if (json.Peek() == JsonKind.String) return FindModel(json.ReadText(), sink);
        NameId model = default;
        if (!json.TryBeginArray()) return default;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (!name.Is("text"u8)) json.SkipValue();
                else if (FindModel(json.ReadText(), sink) is { IsKnown: true } found) model = found;
            }
        }
        return model;
    }

    /// <summary>Looks into the last description of the environment. Most texts have none, and none needs decoding before.</summary>
    private static NameId FindModel(in JsonText text, UsageSink sink)
    {
        if (text.Raw.IndexOf("environment_details"u8) < 0) return default;
        string decoded = text.ToString();
        int start = decoded.LastIndexOf("<environment_details>", StringComparison.Ordinal);
        int model = start < 0 ? -1 : decoded.IndexOf("<model>", start, StringComparison.Ordinal);
        int end = model < 0 ? -1 : decoded.IndexOf("</model>", model, StringComparison.Ordinal);
        return end < 0 ? default : sink.Name(Encoding.UTF8.GetBytes(decoded[(model + "<model>".Length)..end]));
    }
}
