using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Messages;

namespace Tokscale.Core.Sources.OpenCode;

/// <summary>Reads the parts of a message that end a step of the model.</summary>
internal static class OpenCodeStep
{
    /// <summary>Every part of the kind holds these bytes; in text inside JSON the quote would be escaped.</summary>
    private static ReadOnlySpan<byte> Kind => "step-finish\""u8;

    /// <returns>False when the part is another kind of part, has no counts, or is no part at all.</returns>
    public static bool TryRead(ReadOnlySpan<byte> part, out MessageTokens tokens)
    {
        tokens = default;
        if (part.IndexOf(Kind) < 0) return false;
        bool isStep = false, hasTokens = false;
        var json = new JsonCursor(part);
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) isStep = json.ReadText().Is("step-finish"u8);
            else if (name.Is("tokens"u8))
            {
                hasTokens = json.Peek() == JsonKind.Object;
                tokens = MessageTokens.Read(ref json);
            }
            else json.SkipValue();
        }
        return isStep && hasTokens && json.IsAtEnd;
    }
}
