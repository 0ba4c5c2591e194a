using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared.Records;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>One line of a rollout: what frames the record, and its counters.</summary>
internal struct RolloutLine : ILineRecord
{
    /// <summary>UTC milliseconds since 1970; null when the line has no time that can be read.</summary>
    public long? TimestampMs;

    public long? Ordinal;

    /// <summary>The model that a token count of some programs names itself.</summary>
    public NameId Model;

    private RolloutRecord _record, _event, _wrappedEvent;
    private bool _isEvent, _isWrapper;
    private int? _payloadStart, _messageStart;
    private RolloutUsage _total, _last;
    private bool _hasTotal, _hasLast;

    /// <summary>What is told. Some programs write events as they are, others wrap each in a message that numbers it.</summary>
    public readonly RolloutRecord Record => _isEvent ? _event : _isWrapper ? _wrappedEvent : _record;

    /// <summary>The running total that a token count holds; null: not told, or an object without any counter.</summary>
    public readonly RolloutUsage? Total => _hasTotal ? _total : null;

    /// <summary>The last call that a token count holds; null as for <see cref="Total"/>.</summary>
    public readonly RolloutUsage? Last => _hasLast ? _last : null;

    /// <inheritdoc/>
    public readonly bool IsTypical => Record == RolloutRecord.TokenCount && (_hasTotal || _hasLast);

    /// <inheritdoc/>
    public static bool IsObject(int field) => field >= (int)RolloutField.Payload;

    /// <inheritdoc/>
    public static bool IsSteady(int field) => (RolloutField)field is RolloutField.Type or RolloutField.PayloadType or RolloutField.MessageType;

    /// <inheritdoc/>
    public static int FieldOf(int parent, scoped in JsonText name)
    {
        var field = (RolloutField)parent switch
        {
            RolloutField.Line => FieldOfLine(name),
            RolloutField.Payload or RolloutField.Message when name.Is("info"u8) => RolloutField.Info,
            RolloutField.Payload when name.Is("type"u8) => RolloutField.PayloadType,
            RolloutField.Payload when name.Is("context"u8) => RolloutField.Context,
            RolloutField.Payload when name.Is("msg"u8) => RolloutField.Message,
            RolloutField.Message when name.Is("type"u8) => RolloutField.MessageType,
            RolloutField.Context when name.Is("model"u8) => RolloutField.Model,
            RolloutField.Info when name.Is("requested_model"u8) => RolloutField.Model,
            RolloutField.Info when name.Is("total_token_usage"u8) => RolloutField.Total,
            RolloutField.Info when name.Is("last_token_usage"u8) => RolloutField.Last,
            RolloutField.Total when RolloutUsage.CounterOf(name) is { } counter => RolloutField.TotalCounters + counter,
            RolloutField.Last when RolloutUsage.CounterOf(name) is { } counter => RolloutField.LastCounters + counter,
            _ => RolloutField.Other,
        };
        return (int)field;
    }

    /// <inheritdoc/>
    public void Take(int field, ref JsonCursor json, UsageSink sink)
    {
        switch ((RolloutField)field)
        {
            case RolloutField.Type: TakeType(json.ReadText()); break;
            case RolloutField.Timestamp: TimestampMs = LogTime.Parse(json.ReadText().Utf8); break;
            case RolloutField.Ordinal: Ordinal = json.ReadCount(); break;
            case RolloutField.PayloadType: _event = EventOf(json.ReadText()); break;
            case RolloutField.MessageType: _wrappedEvent = WrappedEventOf(json.ReadText()); break;
            case RolloutField.Payload:
                _payloadStart = json.Peek() == JsonKind.Object ? json.Position : null;
                _messageStart = null;
                _event = _wrappedEvent = RolloutRecord.Other;
                _hasTotal = _hasLast = false;
                Model = default;
                break;
            case RolloutField.Message:
                _messageStart = json.Peek() == JsonKind.Object ? json.Position : null;
                _wrappedEvent = RolloutRecord.Other;
                _hasTotal = _hasLast = false;
                Model = default;
                break;
            case RolloutField.Model: Model = sink.Name(json.ReadText().Utf8); break;
            case RolloutField.Info or RolloutField.Context: break;
            case RolloutField.Total:
                (_hasTotal, _total) = (false, default);
                break;
            case RolloutField.Last:
                (_hasLast, _last) = (false, default);
                break;
            case >= RolloutField.LastCounters: _hasLast |= _last.TrySet(field - (int)RolloutField.LastCounters, json.ReadCount()); break;
            default: _hasTotal |= _total.TrySet(field - (int)RolloutField.TotalCounters, json.ReadCount()); break;
        }
    }

    /// <summary>The line from the record's object on, which may be wrapped; empty when it has none.</summary>
    /// <param name="line">What was read. A token count tells no place.</param>
    public readonly ReadOnlySpan<byte> PayloadIn(ReadOnlySpan<byte> line) =>
        (_isWrapper ? _messageStart : _payloadStart) is { } start ? line[start..] : default;

    /// <inheritdoc cref="LineMarker.HeadTest"/>
    public static LineInterest InterestOf(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return LineInterest.Unknown;
        bool isEvent = false, isWrapper = false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("payload"u8))
            {
                return isEvent ? InterestOfEvent(ref json) : isWrapper ? InterestOfWrapper(ref json) : LineInterest.Unknown;
            }
            if (!name.Is("type"u8))
            {
                json.SkipValue();
                continue;
            }
            JsonText type = json.ReadText();
            (isEvent, isWrapper) = (type.Is("event_msg"u8), type.Is("event"u8));
            if (!isEvent && !isWrapper && !type.IsEmpty) return InterestOf(RecordOf(type));
        }
        return LineInterest.Unknown;
    }

    private static LineInterest InterestOfEvent(ref JsonCursor json)
    {
        bool hasType = json.TryBeginObject() && json.TryReadName(out JsonText name) && name.Is("type"u8);
        return hasType && json.ReadText() is { IsEmpty: false } type ? InterestOf(EventOf(type)) : LineInterest.Unknown;
    }

    private static LineInterest InterestOfWrapper(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return LineInterest.Unknown;
        bool hasType = json.TryMoveTo("msg"u8) && json.TryBeginObject() && json.TryReadName(out JsonText first) && first.Is("type"u8);
        return hasType && json.ReadText() is { IsEmpty: false } type ? InterestOf(WrappedEventOf(type)) : LineInterest.Unknown;
    }

    private static LineInterest InterestOf(RolloutRecord record) => record == RolloutRecord.Other ? LineInterest.None : LineInterest.Likely;

    private static RolloutField FieldOfLine(scoped in JsonText name) =>
        name.Is("timestamp"u8) ? RolloutField.Timestamp
        : name.Is("payload"u8) ? RolloutField.Payload
        : name.Is("type"u8) ? RolloutField.Type
        : name.Is("ordinal"u8) ? RolloutField.Ordinal
        : RolloutField.Other;

    private void TakeType(scoped in JsonText type)
    {
        (_isEvent, _isWrapper) = (type.Is("event_msg"u8), type.Is("event"u8));
        _record = RecordOf(type);
    }

    private static RolloutRecord RecordOf(scoped in JsonText type) =>
        type.Is("turn_context"u8) ? RolloutRecord.TurnContext
        : type.Is("session_meta"u8) ? RolloutRecord.SessionMeta
        : type.Is("token_usage_record"u8) ? RolloutRecord.UsageRecord
        : RolloutRecord.Other;

    private static RolloutRecord EventOf(scoped in JsonText type) =>
        type.Is("token_count"u8) ? RolloutRecord.TokenCount
        : type.Is("task_started"u8) || type.Is("turn_started"u8) ? RolloutRecord.TurnStart
        : type.Is("thread_settings_applied"u8) ? RolloutRecord.ThreadSettings
        : RolloutRecord.Other;

    private static RolloutRecord WrappedEventOf(scoped in JsonText type) =>
        type.Is("session_configured"u8) ? RolloutRecord.SessionConfigured : EventOf(type);
}
