using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>The <c>data</c> of an event; what the event does not have is missing.</summary>
internal ref struct DshEvent
{
    private JsonText _model, _responseModel, _messageId, _compactionId, _attemptId, _retryId;
    private DshUsage? _usage, _streamUsage;

    public long? Turn, Step;

    /// <summary>The event ends what was copied from another session.</summary>
    public bool IsInherited;

    /// <summary>Who answered, or who will: by the event itself, or by the settings it tells.</summary>
    public JsonText Provider;

    public readonly JsonText Model => _responseModel.IsEmpty ? _model : _responseModel;

    /// <summary>Null: the event has none.</summary>
    public readonly DshUsage? Usage => _usage ?? _streamUsage;

    /// <summary>Empty: only the event's number tells it.</summary>
    public readonly JsonText Id =>
        !_messageId.IsEmpty ? _messageId : !_compactionId.IsEmpty ? _compactionId : !_attemptId.IsEmpty ? _attemptId : _retryId;

    public static DshEvent Read(ref JsonCursor json)
    {
        var data = default(DshEvent);
        if (!json.TryBeginObject()) return data;
        while (json.TryReadName(out JsonText name)) data.ReadField(name, ref json);
        return data;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("turn"u8)) Turn = json.ReadLooseCount();
        else if (name.Is("step"u8)) Step = json.ReadLooseCount();
        else if (name.Is("message"u8)) ReadMessage(ref json);
        else if (name.Is("usage"u8)) _usage = DshUsage.Read(ref json);
        else if (name.Is("stream"u8)) ReadStream(ref json);
        else if (name.Is("chunk"u8)) _streamUsage = DshUsage.ReadChunk(ref json);
        else if (name.Is("inherited"u8)) IsInherited = json.ReadBool() ?? false;
        else if (name.Is("compactionId"u8)) _compactionId = json.ReadText();
        else if (name.Is("attemptId"u8)) _attemptId = json.ReadText();
        else if (name.Is("retryId"u8)) _retryId = json.ReadText();
        else if (name.Is("header"u8)) ReadWithin("config"u8, ref json);
        else if (name.Is("provider"u8)) Provider = json.ReadText();
        else if (name.Is("model"u8)) _model = json.ReadText();
        else json.SkipValue();
    }

    private void ReadMessage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) _messageId = json.ReadText();
            else if (name.Is("source"u8)) ReadModel(ref json);
            else json.SkipValue();
        }
    }

    /// <summary>Reads one object inside another that tells the model.</summary>
    private void ReadWithin(ReadOnlySpan<byte> field, ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo(field)) ReadModel(ref json);
    }

    private void ReadModel(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("provider"u8)) Provider = json.ReadText();
            else if (name.Is("model"u8)) _model = json.ReadText();
            else if (name.Is("responseModel"u8)) _responseModel = json.ReadText();
            else if (name.Is("replayState"u8)) ReadWithin("response"u8, ref json);
            else json.SkipValue();
        }
    }

    /// <summary>The last usage of a stream counts: it grows while the answer comes.</summary>
    private void ReadStream(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryMoveTo("chunk"u8)) _streamUsage = DshUsage.ReadChunk(ref json) ?? _streamUsage;
        }
    }
}
