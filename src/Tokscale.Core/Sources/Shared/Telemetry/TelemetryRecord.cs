using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Telemetry;

/// <summary>
/// One record of an OpenTelemetry export, with a line a record or in batches: a span, or a log record. Borrowed from its line.
/// </summary>
public ref struct TelemetryRecord
{
    public JsonText Name, Body, Operation, EventName, TraceId, SpanId, ResponseId, ConversationId, SessionId, RequestModel, ResponseModel, Provider, Agent;

    /// <summary>The program that exported the record, and the part of it that made it.</summary>
    public JsonText Service, Scope;

    public long? StartMs, EndMs, LogMs;
    public long? TurnIndex;

    /// <summary>The record says that it is a span; some exporters leave that out.</summary>
    public bool IsSpan;

    public bool IsValid, HasRefused;

    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;
    private JsonCursor _attributes;

    public readonly JsonText Model => ResponseModel.IsEmpty ? RequestModel : ResponseModel;

    /// <summary>The session that the record names, for itself or for others of its trace.</summary>
    public readonly JsonText Session => ConversationId.IsEmpty ? SessionId : ConversationId;

    public readonly long? TimestampMs => EndMs ?? LogMs ?? StartMs;

    /// <summary>Milliseconds; 0 when one of the times is missing.</summary>
    public readonly int DurationMs => (int)Math.Clamp((EndMs - StartMs) ?? 0, 0, int.MaxValue);

    /// <summary>The operation is a call of a model; log records, which have no name, may say so too.</summary>
    public readonly bool IsChat => Operation.Is("chat"u8) || Name.Raw.StartsWith("chat "u8);

    public readonly TokenCounts Tokens => InclusiveTokens.Cut(_input, _cacheRead, _cacheWrite, _output, _reasoning);

    public static TelemetryRecord Read(ReadOnlySpan<byte> line)
    {
        var record = default(TelemetryRecord);
        var json = new JsonCursor(line);
        if (!json.TryBeginObject()) return record;
        while (json.TryReadName(out JsonText name)) record.ReadField(name, ref json);
        record.HasRefused = json.HasRefused;
        record.IsValid = json.IsAtEnd;
        return record;
    }

    /// <summary>Reads a span of a batch of the protocol's own JSON: attributes are a list, and numbers are written as text.</summary>
    public static TelemetryRecord ReadSpan(scoped ref JsonCursor json)
    {
        var record = default(TelemetryRecord);
        if (!json.TryBeginObject()) return record;
        record.IsSpan = true;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("startTimeUnixNano"u8)) record.StartMs = ReadNanoseconds(ref json);
            else if (name.Is("endTimeUnixNano"u8)) record.EndMs = ReadNanoseconds(ref json);
            else if (name.Is("attributes"u8)) record.ReadAttributeList(ref json);
            else if (name.Is("name"u8) || name.Is("traceId"u8) || name.Is("spanId"u8)) record.ReadField(name, ref json);
            else json.SkipValue();
        }
        return record;
    }

    /// <summary>Says whether a program exported the record: by the name of its service or of the scope, or by one of its attributes.</summary>
    /// <param name="program">The name.</param>
    /// <param name="attributeStart">How the names of the program's own attributes begin.</param>
    public readonly bool IsOf(ReadOnlySpan<byte> program, ReadOnlySpan<byte> attributeStart)
    {
        if (Service.Is(program) || Scope.Is(program)) return true;
        JsonCursor json = _attributes;
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Raw.StartsWith(attributeStart)) return true;
            json.SkipValue();
        }
        return false;
    }

    /// <summary>The text of an attribute that only some programs have; empty when there is none.</summary>
    public readonly JsonText Find(ReadOnlySpan<byte> attribute)
    {
        JsonCursor json = _attributes;
        return json.ReadTextIn(attribute);
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("type"u8)) IsSpan = json.ReadText().Is("span"u8);
        else if (name.Is("name"u8)) Name = json.ReadText();
        else if (name.Is("body"u8) || name.Is("_body"u8)) Body = json.ReadText();
        else if (name.Is("traceId"u8)) TraceId = json.ReadText();
        else if (name.Is("spanId"u8)) SpanId = json.ReadText();
        else if (name.Is("spanContext"u8)) ReadSpanContext(ref json);
        else if (name.Is("startTime"u8)) StartMs = ReadTime(ref json);
        else if (name.Is("endTime"u8)) EndMs = ReadTime(ref json);
        else if (name.Is("hrTime"u8) || name.Is("timestamp"u8)) LogMs = ReadTime(ref json) ?? LogMs;
        else if (name.Is("attributes"u8))
        {
            _attributes = json;
            ReadAttributes(ref json);
        }
        else if (name.Is("resource"u8)) ReadResource(ref json);
        else if (name.Is("instrumentationScope"u8)) Scope = json.ReadTextIn("name"u8);
        else json.SkipValue();
    }

    /// <summary>Attributes of the program: an object, or in log records the list of pairs that it is made of.</summary>
    private void ReadResource(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("attributes"u8)) Service = json.ReadTextIn("service.name"u8);
            else if (name.Is("_rawAttributes"u8)) ReadPairs(ref json);
            else json.SkipValue();
        }
    }

    private void ReadPairs(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            bool isService = false;
            if (!json.TryBeginArray()) continue;
            for (int index = 0; json.TryMoveToElement(); index++)
            {
                if (index == 0) isService = json.ReadText().Is("service.name"u8);
                else if (index == 1 && isService) Service = json.ReadText();
                else json.SkipValue();
            }
        }
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
        return LogTime.FromNumber(seconds * 1000 + nanoseconds / 1_000_000);
    }

    /// <summary>Nanoseconds since 1970, which batches write as text.</summary>
    private static long? ReadNanoseconds(scoped ref JsonCursor json)
    {
        bool isText = json.Peek() == JsonKind.String;
        var number = new JsonCursor(isText ? json.ReadText().Utf8 : json.ReadRaw());
        double? nanoseconds = number.ReadNumber();
        return nanoseconds is not null && number.IsAtEnd ? LogTime.FromNumber(Math.Round(nanoseconds.Value / 1_000_000)) : null;
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

    /// <summary>Attributes of a batch: objects of a key and a value, which is an object with the kind of the value as its name.</summary>
    private void ReadAttributeList(scoped ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            JsonText key = default;
            JsonCursor value = default;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("key"u8)) key = json.ReadText();
                else if (name.Is("value"u8)) value = new JsonCursor(json.ReadRaw());
                else json.SkipValue();
            }
            if (!value.TryBeginObject() || !value.TryReadName(out _)) continue;
            if (key.Raw.StartsWith("gen_ai.usage."u8)) ReadUsageAttribute(key, value.ReadLooseCount() ?? 0);
            else ReadNameAttribute(key, ref value);
            HasRefused |= value.HasRefused;
        }
    }

    private void ReadUsageAttribute(scoped in JsonText name, long count)
    {
        if (name.Is("gen_ai.usage.input_tokens"u8)) _input = count;
        else if (name.Is("gen_ai.usage.output_tokens"u8)) _output = count;
        else if (name.Is("gen_ai.usage.cache_read.input_tokens"u8)) _cacheRead = count;
        else if (name.Is("gen_ai.usage.cache_creation.input_tokens"u8) || name.Is("gen_ai.usage.cache_write.input_tokens"u8)) _cacheWrite = count;
        else if (name.Is("gen_ai.usage.reasoning.output_tokens"u8) || name.Is("gen_ai.usage.reasoning_tokens"u8)) _reasoning = count;
    }

    private void ReadNameAttribute(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("gen_ai.operation.name"u8)) Operation = json.ReadText();
        else if (name.Is("gen_ai.request.model"u8)) RequestModel = json.ReadText();
        else if (name.Is("gen_ai.response.model"u8)) ResponseModel = json.ReadText();
        else if (name.Is("gen_ai.response.id"u8)) ResponseId = json.ReadText();
        else if (name.Is("gen_ai.conversation.id"u8)) ConversationId = json.ReadText();
        else if (name.Is("session.id"u8)) SessionId = json.ReadText();
        else if (name.Is("event.name"u8)) EventName = json.ReadText();
        else if (name.Is("gen_ai.provider.name"u8)) Provider = json.ReadText();
        else if (name.Is("gen_ai.agent.name"u8)) Agent = json.ReadText();
        else json.SkipValue();
    }
}
