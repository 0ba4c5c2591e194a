using Tokscale.Core.Files;
using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>One line of a rollout, borrowed from the reader: what frames the record, and its payload.</summary>
internal ref struct RolloutLine
{
    public RolloutRecord Record;
    public JsonText Timestamp;
    public long? Ordinal;

    /// <summary>The record's object; empty when it has none.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>What a token count holds: the running total, and the last call. Null: not told.</summary>
    public RolloutUsage? Total, Last;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    private JsonText _payloadType;

    public static RolloutLine Read(ReadOnlySpan<byte> text)
    {
        var line = default(RolloutLine);
        var json = new JsonCursor(text);
        JsonText type = default;
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) line.Timestamp = json.ReadText();
            else if (name.Is("payload"u8)) line.ReadPayload(text, ref json);
            else if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("ordinal"u8)) line.Ordinal = json.ReadCount();
            else json.SkipValue();
        }
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        line.Record = RecordOf(type, line._payloadType);
        return line;
    }

    /// <inheritdoc cref="LineMarker.HeadTest"/>
    public static LineInterest InterestOf(ReadOnlySpan<byte> head)
    {
        var json = new JsonCursor(head);
        if (!json.TryBeginObject()) return LineInterest.Unknown;
        bool isEvent = false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("payload"u8)) return isEvent ? InterestOfEvent(ref json) : LineInterest.Unknown;
            if (!name.Is("type"u8))
            {
                json.SkipValue();
                continue;
            }
            JsonText type = json.ReadText();
            isEvent = type.Is("event_msg"u8);
            if (!isEvent && !type.IsEmpty) return InterestOf(RecordOf(type, default));
        }
        return LineInterest.Unknown;
    }

    private static LineInterest InterestOfEvent(ref JsonCursor json)
    {
        bool hasType = json.TryBeginObject() && json.TryReadName(out JsonText name) && name.Is("type"u8);
        return hasType && json.ReadText() is { IsEmpty: false } type ? InterestOf(EventOf(type)) : LineInterest.Unknown;
    }

    private static LineInterest InterestOf(RolloutRecord record) => record == RolloutRecord.Other ? LineInterest.None : LineInterest.Likely;

    private void ReadPayload(ReadOnlySpan<byte> text, ref JsonCursor json)
    {
        Payload = default;
        _payloadType = default;
        (Total, Last) = (null, null);
        int start = json.Position;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("info"u8)) ReadInfo(ref json);
            else if (name.Is("type"u8)) _payloadType = json.ReadText();
            else json.SkipValue();
        }
        Payload = text[start..json.Position];
    }

    private void ReadInfo(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("total_token_usage"u8)) Total = RolloutUsage.Read(ref json);
            else if (name.Is("last_token_usage"u8)) Last = RolloutUsage.Read(ref json);
            else json.SkipValue();
        }
    }

    private static RolloutRecord RecordOf(scoped in JsonText type, scoped in JsonText payloadType) =>
        type.Is("event_msg"u8) ? EventOf(payloadType)
        : type.Is("turn_context"u8) ? RolloutRecord.TurnContext
        : type.Is("session_meta"u8) ? RolloutRecord.SessionMeta
        : type.Is("token_usage_record"u8) ? RolloutRecord.UsageRecord
        : RolloutRecord.Other;

    private static RolloutRecord EventOf(scoped in JsonText type) =>
        type.Is("token_count"u8) ? RolloutRecord.TokenCount
        : type.Is("task_started"u8) || type.Is("turn_started"u8) ? RolloutRecord.TurnStart
        : type.Is("thread_settings_applied"u8) ? RolloutRecord.ThreadSettings
        : RolloutRecord.Other;
}
