using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.ChatDocuments;

/// <summary>One message as it stands in the document, from which it is borrowed.</summary>
internal ref struct ChatDocumentRecord
{
    private JsonText _id, _variant, _role, _model, _vendorModel, _stateModel;
    private LooseUsage _usage, _vendorUsage, _stateUsage;
    private long? _timestampMs, _createdMs;
    private decimal? _credits;
    private long _textLength;

    /// <summary>The kind of the main agent; empty when not told.</summary>
    public JsonText AgentType;

    public static ChatDocumentRecord Read(ref JsonCursor json)
    {
        var record = default(ChatDocumentRecord);
        if (!json.TryBeginObject()) return record;
        while (json.TryReadName(out JsonText name)) record.ReadField(name, ref json);
        return record;
    }

    /// <summary>Reads a <c>runState</c> that stands alone.</summary>
    public static ChatDocumentRecord ReadState(ref JsonCursor json)
    {
        var record = default(ChatDocumentRecord);
        record.ReadState(ref json, "sessionState"u8);
        return record;
    }

    public readonly ChatDocumentMessage ToMessage(UsageSink sink) => new()
    {
        IsAnswer = _variant.Is("ai"u8) || _variant.Is("agent"u8) || (_variant.IsEmpty && _role.Is("assistant"u8)),
        IsPrompt = _variant.Is("user"u8) || (_variant.IsEmpty && _role.Is("user"u8)),
        Id = _id.IsEmpty ? 0 : RowKey.Of(_id.Utf8),
        TimestampMs = _timestampMs ?? _createdMs,
        Credits = _credits,
        Tokens = (!_usage.IsEmpty ? _usage : !_vendorUsage.IsEmpty ? _vendorUsage : _stateUsage).ToTokens(),
        Model = sink.Name((!_model.IsEmpty ? _model : !_vendorModel.IsEmpty ? _vendorModel : _stateModel).Utf8),
        TextLength = _textLength,
    };

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("id"u8)) _id = json.ReadText();
        else if (name.Is("variant"u8)) _variant = json.ReadText();
        else if (name.Is("role"u8)) _role = json.ReadText();
        else if (name.Is("timestamp"u8)) _timestampMs = json.ReadTime();
        else if (name.Is("createdAt"u8)) _createdMs = json.ReadTime();
        else if (name.Is("credits"u8)) _credits = json.ReadLooseMoney();
        else if (name.Is("content"u8)) _textLength += LengthOf(json.ReadText());
        else if (name.Is("blocks"u8)) ReadBlocks(ref json);
        else if (name.Is("metadata"u8)) ReadMetadata(ref json);
        else json.SkipValue();
    }

    private void ReadBlocks(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            bool isText = false;
            long length = 0;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("type"u8)) isText = json.ReadText().Is("text"u8);
                else if (name.Is("content"u8)) length = LengthOf(json.ReadText());
                else json.SkipValue();
            }
            if (isText) _textLength += length;
        }
    }

    private void ReadMetadata(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model"u8)) _model = json.ReadText();
            else if (name.Is("usage"u8)) _usage = LooseUsage.Read(ref json);
            else if (name.Is("runState"u8)) ReadState(ref json, "sessionState"u8);
            // The agent's own block, under its name.
            else if (json.Peek() == JsonKind.Object) ReadVendorBlock(ref json, ref _vendorUsage, ref _vendorModel);
            else json.SkipValue();
        }
    }

    private static void ReadVendorBlock(ref JsonCursor json, ref LooseUsage usage, ref JsonText model)
    {
        json.TryBeginObject();
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("usage"u8) && LooseUsage.Read(ref json) is { IsEmpty: false } found) usage = found;
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (!name.Is("usage"u8)) json.SkipValue();
        }
    }

    /// <summary>Goes down through <c>runState.sessionState.mainAgentState</c>.</summary>
    private void ReadState(ref JsonCursor json, ReadOnlySpan<byte> next)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is(next)) json.SkipValue();
            else if (next.SequenceEqual("sessionState"u8)) ReadState(ref json, "mainAgentState"u8);
            else ReadAgentState(ref json);
        }
    }

    private void ReadAgentState(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("agentType"u8)) AgentType = json.ReadText();
            else if (name.Is("messageHistory"u8)) ReadHistory(ref json);
            else json.SkipValue();
        }
    }

    /// <summary>The last of the assistant's entries that has counts, or a model, tells them.</summary>
    private void ReadHistory(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            bool isAssistant = false;
            LooseUsage usage = default;
            JsonText model = default;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("role"u8)) isAssistant = json.ReadText().Is("assistant"u8);
                else if (name.Is("providerOptions"u8)) ReadProviderOptions(ref json, ref usage, ref model);
                else json.SkipValue();
            }
            if (!isAssistant) continue;
            if (!usage.IsEmpty) _stateUsage = usage;
            if (!model.IsEmpty) _stateModel = model;
        }
    }

    private static void ReadProviderOptions(ref JsonCursor json, ref LooseUsage usage, ref JsonText model)
    {
        if (!json.TryBeginObject()) return;
        LooseUsage vendorUsage = default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("usage"u8)) usage = LooseUsage.Read(ref json);
            else if (json.Peek() == JsonKind.Object) ReadVendorBlock(ref json, ref vendorUsage, ref model);
            else json.SkipValue();
        }
        if (usage.IsEmpty) usage = vendorUsage;
    }

    /// <summary>Characters, not bytes.</summary>
    private static long LengthOf(in JsonText text)
    {
        long length = 0;
        foreach (byte next in text.Utf8) length += (next & 0xC0) == 0x80 ? 0 : 1;
        return length;
    }
}
