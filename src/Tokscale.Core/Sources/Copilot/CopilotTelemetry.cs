using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>One telemetry record: a span, or a log record. Borrowed from its line.</summary>
internal ref struct CopilotTelemetry
{
    public JsonText TraceId, SpanId, ResponseId, ConversationId;
    public long? StartMs, EndMs, LogMs;
    public long? TurnIndex;
    public CopilotTokens Tokens;

    private JsonText _name, _body, _operation, _eventName, _requestModel, _responseModel, _sessionId;
    private bool _isSpan;

    public bool IsValid, HasRefused;

    public readonly JsonText Model => _responseModel.IsEmpty ? _requestModel : _responseModel;

    /// <summary>The session that the record names, for itself or for others of its trace.</summary>
    public readonly JsonText Session => ConversationId.IsEmpty ? _sessionId : ConversationId;

    public readonly long? TimestampMs => EndMs ?? LogMs ?? StartMs;

    /// <summary>What the record describes; null when it is no record of usage.</summary>
    public readonly CopilotRecord? Kind
    {
        get
        {
            if (!_isSpan && IsLog("gen_ai.client.inference.operation.details"u8, "GenAI inference"u8)) return CopilotRecord.CallLog;
            if (!_isSpan && IsLog("copilot_chat.agent.turn"u8, "copilot_chat.agent.turn"u8)) return CopilotRecord.TurnLog;
            // Some exporters leave out the type of spans; log records have no name.
            if (!_isSpan && _name.IsEmpty) return null;
            if (_operation.Is("chat"u8) || _name.Raw.StartsWith("chat "u8)) return CopilotRecord.ChatSpan;
            return _operation.Is("invoke_agent"u8) || _name.Raw.StartsWith("invoke_agent"u8) ? CopilotRecord.AgentSpan : null;
        }
    }

    public static CopilotTelemetry Read(ReadOnlySpan<byte> line)
    {
        var record = default(CopilotTelemetry);
        var json = new JsonCursor(line);
        if (!json.TryBeginObject()) return record;
        while (json.TryReadName(out JsonText name)) record.ReadField(name, ref json);
        record.HasRefused = json.HasRefused;
        record.IsValid = json.IsAtEnd;
        return record;
    }

    private readonly bool IsLog(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> bodyStart) => _eventName.Is(eventName) || _body.Raw.StartsWith(bodyStart);

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("type"u8)) _isSpan = json.ReadText().Is("span"u8);
        else if (name.Is("name"u8)) _name = json.ReadText();
        else if (name.Is("body"u8) || name.Is("_body"u8)) _body = json.ReadText();
        else if (name.Is("traceId"u8)) TraceId = json.ReadText();
        else if (name.Is("spanId"u8)) SpanId = json.ReadText();
        else if (name.Is("spanContext"u8)) ReadSpanContext(ref json);
        else if (name.Is("startTime"u8)) StartMs = ReadTime(ref json);
        else if (name.Is("endTime"u8)) EndMs = ReadTime(ref json);
        else if (name.Is("hrTime"u8) || name.Is("timestamp"u8)) LogMs = ReadTime(ref json) ?? LogMs;
        else if (name.Is("attributes"u8)) ReadAttributes(ref json);
        else json.SkipValue();
    }

    private void ReadSpanContext(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("traceId"u8)) TraceId = json.ReadText();
            else if (name.Is("spanId"u8)) SpanId = json.ReadText();
            else json.SkipValue();
        }
    }

    /// <summary>Times are pairs of seconds and nanoseconds.</summary>
    private static long? ReadTime(ref JsonCursor json)
    {
        if (json.Peek() != JsonKind.Array) return json.ReadTime();
        json.TryBeginArray();
        double? seconds = null;
        double nanoseconds = 0;
        for (int index = 0; json.TryMoveToElement(); index++)
        {
            if (index == 0) seconds = json.ReadNumber();
            else if (index == 1) nanoseconds = json.ReadNumber() ?? 0;
            else json.SkipValue();
        }
        return Usage.LogTime.FromNumber(seconds * 1000 + nanoseconds / 1_000_000);
    }

    private void ReadAttributes(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Raw.StartsWith("gen_ai.usage."u8)) ReadUsageAttribute(name, json.ReadCount() ?? 0);
            else if (name.Is("turn.index"u8)) TurnIndex = json.ReadCount();
            else ReadNameAttribute(name, ref json);
        }
    }

    private void ReadUsageAttribute(scoped in JsonText name, long count)
    {
        if (name.Is("gen_ai.usage.input_tokens"u8)) Tokens.Input = count;
        else if (name.Is("gen_ai.usage.output_tokens"u8)) Tokens.Output = count;
        else if (name.Is("gen_ai.usage.cache_read.input_tokens"u8)) Tokens.CacheRead = count;
        else if (name.Is("gen_ai.usage.cache_creation.input_tokens"u8) || name.Is("gen_ai.usage.cache_write.input_tokens"u8)) Tokens.CacheWrite = count;
        else if (name.Is("gen_ai.usage.reasoning.output_tokens"u8) || name.Is("gen_ai.usage.reasoning_tokens"u8)) Tokens.Reasoning = count;
    }

    private void ReadNameAttribute(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("gen_ai.operation.name"u8)) _operation = json.ReadText();
        else if (name.Is("gen_ai.request.model"u8)) _requestModel = json.ReadText();
        else if (name.Is("gen_ai.response.model"u8)) _responseModel = json.ReadText();
        else if (name.Is("gen_ai.response.id"u8)) ResponseId = json.ReadText();
        else if (name.Is("gen_ai.conversation.id"u8)) ConversationId = json.ReadText();
        else if (name.Is("session.id"u8)) _sessionId = json.ReadText();
        else if (name.Is("event.name"u8)) _eventName = json.ReadText();
        else json.SkipValue();
    }
}
