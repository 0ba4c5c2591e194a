using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>The fields of a chat message that matter, borrowed from the file.</summary>
internal ref struct ChatMessage
{
    public JsonText Id, Type, Model;

    /// <summary>UTC milliseconds since 1970; null when the message does not say.</summary>
    public long? TimestampMs;

    /// <summary>Null until the response has ended.</summary>
    public ChatTokens? Tokens;

    /// <summary>Reads one field; an unknown one is passed over.</summary>
    public void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("id"u8)) Id = json.ReadText();
        else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
        else if (name.Is("type"u8)) Type = json.ReadText();
        else if (name.Is("model"u8)) Model = json.ReadText();
        else if (name.Is("tokens"u8)) Tokens = ChatTokens.Read(ref json);
        else json.SkipValue();
    }
}
