using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;

namespace Tokscale.Core.Sources.MCode;

/// <summary>A message of a session's history, borrowed from its line: one of pi's in an envelope.</summary>
internal ref struct MCodeMessage
{
    private JsonText _model, _responseModel;

    public JsonText MessageId, TurnId, Role, Provider, ResponseId;

    /// <summary>UTC, milliseconds since 1970; null when the message has no time.</summary>
    public long? TimestampMs;

    /// <summary>Null when the message has none.</summary>
    public EntryUsage? Usage;

    public bool HasRefused;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The model that answered, where that is another one than was asked.</summary>
    public readonly JsonText Model => _responseModel.IsEmpty ? _model : _responseModel;

    public static MCodeMessage Read(ReadOnlySpan<byte> text)
    {
        var message = default(MCodeMessage);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return message;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("message_id"u8)) message.MessageId = json.ReadText();
            else if (name.Is("turn_id"u8)) message.TurnId = json.ReadText();
            else if (name.Is("message"u8)) message.ReadMessage(ref json);
            else json.SkipValue();
        }
        message.HasRefused = json.HasRefused;
        message.IsValid = json.IsAtEnd;
        return message;
    }

    private void ReadMessage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) Role = json.ReadText();
            else if (name.Is("model"u8)) _model = json.ReadText();
            else if (name.Is("responseModel"u8)) _responseModel = json.ReadText();
            else if (name.Is("provider"u8)) Provider = json.ReadText();
            else if (name.Is("responseId"u8)) ResponseId = json.ReadText();
            else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
            else if (name.Is("usage"u8)) Usage = EntryUsage.Read(ref json, isLoose: true);
            else json.SkipValue();
        }
    }
}
