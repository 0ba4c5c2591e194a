using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>What one line of a session of the newer editor tells, borrowed from it.</summary>
internal ref struct KiroPayload
{
    public JsonText Type;

    /// <summary>The model that answered, behind the name of the service that chose it: <c>qdev::NAME</c>.</summary>
    public JsonText Model;

    /// <summary>Characters of the text.</summary>
    public long Characters;

    /// <summary>How full the context is, in percent; 0 when the line does not say.</summary>
    public double ContextPercent;

    /// <summary>Null when the line does not say.</summary>
    public decimal? Credits;

    public static KiroPayload Read(scoped ref JsonCursor json)
    {
        var payload = default(KiroPayload);
        if (!json.TryBeginObject()) return payload;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) payload.Type = json.ReadText();
            else if (name.Is("content"u8) || name.Is("text"u8)) payload.Characters = Math.Max(payload.Characters, KiroText.LengthOfParts(ref json));
            else if (name.Is("contextUsage"u8) || name.Is("value"u8)) payload.ReadContextUsage(ref json);
            else if (name.Is("reasoningModelId"u8)) payload.Model = json.ReadText();
            else if (name.Is("promptTurnSummaries"u8)) payload.Credits = KiroCredits.Read(ref json, "usage"u8);
            else json.SkipValue();
        }
        return payload;
    }

    private void ReadContextUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("usagePercentage"u8)) ContextPercent = json.ReadNumber() ?? 0;
    }
}
