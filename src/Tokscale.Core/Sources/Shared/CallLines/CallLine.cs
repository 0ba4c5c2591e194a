using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.CallLines;

/// <summary>The fields of one line that matter, borrowed from it.</summary>
internal ref struct CallLine
{
    private JsonText _id, _messageId, _model, _requestModelId;
    private LooseUsage _messageUsage, _rawUsage, _usage;

    public JsonText SessionId, Cwd;
    public long? TimestampMs;

    /// <summary>The call was cut off or goes on; its counts come again or are not final.</summary>
    public bool IsUnfinished;

    public bool HasRefused, IsValid;

    public readonly JsonText CallId => _messageId.IsEmpty ? _id : _messageId;

    public readonly JsonText Model => _model.IsEmpty ? _requestModelId : _model;

    /// <summary>The counts of the block nearest to the message, with what only the others tell.</summary>
    public readonly TokenCounts Tokens
    {
        get
        {
            LooseUsage usage = !_messageUsage.IsEmpty ? _messageUsage : !_rawUsage.IsEmpty ? _rawUsage : _usage;
            usage.Complete(_rawUsage);
            usage.Complete(_usage);
            return usage.ToTokens();
        }
    }

    public static CallLine Read(ReadOnlySpan<byte> text)
    {
        var line = default(CallLine);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name)) line.ReadField(name, ref json);
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        return line;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("id"u8)) _id = json.ReadText();
        else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
        else if (name.Is("sessionId"u8)) SessionId = json.ReadText();
        else if (name.Is("cwd"u8)) Cwd = json.ReadText();
        else if (name.Is("status"u8)) IsUnfinished = json.ReadText().Is("incomplete"u8);
        else if (name.Is("message"u8)) ReadMessage(ref json);
        else if (name.Is("providerData"u8)) ReadProviderData(ref json);
        else json.SkipValue();
    }

    private void ReadMessage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("usage"u8)) _messageUsage = LooseUsage.Read(ref json);
    }

    private void ReadProviderData(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("messageId"u8)) _messageId = json.ReadText();
            else if (name.Is("model"u8)) _model = json.ReadText();
            else if (name.Is("requestModelId"u8)) _requestModelId = json.ReadText();
            else if (name.Is("rawUsage"u8)) _rawUsage = LooseUsage.Read(ref json);
            else if (name.Is("usage"u8)) _usage = LooseUsage.Read(ref json);
            else json.SkipValue();
        }
    }
}
