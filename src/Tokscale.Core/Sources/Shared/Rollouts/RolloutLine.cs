using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>One line of a rollout, borrowed from the reader: what frames the record, and its payload unread.</summary>
internal ref struct RolloutLine
{
    public RolloutRecord Record;
    public JsonText Timestamp;
    public long? Ordinal;

    /// <summary>The record's object; empty for records of no interest.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>The line is one JSON object, or, if it was passed over, looks like one.</summary>
    public bool IsValid;

    /// <param name="text">The line.</param>
    /// <param name="isWholeWanted">
    /// False: as soon as the head of the line tells that the record is of no interest, the rest is passed over. Nearly all
    /// lines are such, and they are the long ones.
    /// </param>
    public static RolloutLine Read(ReadOnlySpan<byte> text, bool isWholeWanted)
    {
        var line = default(RolloutLine);
        var json = new JsonCursor(text);
        JsonText type = default;
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) line.Timestamp = json.ReadText();
            else if (name.Is("ordinal"u8)) line.Ordinal = json.ReadCount();
            else if (name.Is("type"u8))
            {
                type = json.ReadText();
                if (!isWholeWanted && !IsOfInterest(type)) return line.PassOver(text);
            }
            else if (name.Is("payload"u8))
            {
                if (!isWholeWanted && type.Is("event_msg"u8) && IsOtherEvent(text[json.Position..])) return line.PassOver(text);
                line.Payload = json.ReadRaw();
            }
            else json.SkipValue();
        }
        line.IsValid = json.IsAtEnd;
        line.Record = RecordOf(type, line.Payload);
        return line;
    }

    private RolloutLine PassOver(ReadOnlySpan<byte> text)
    {
        IsValid = JsonLines.Glance(text) == LineOutcome.NoUsage;
        return this;
    }

    private static bool IsOfInterest(scoped in JsonText type) =>
        type.Is("event_msg"u8) || type.Is("turn_context"u8) || type.Is("session_meta"u8) || type.Is("token_usage_record"u8);

    /// <summary>The payload starts with the type of an event that does not matter.</summary>
    private static bool IsOtherEvent(ReadOnlySpan<byte> payload)
    {
        var json = new JsonCursor(payload);
        if (!json.TryBeginObject() || !json.TryReadName(out JsonText name) || !name.Is("type"u8)) return false;
        // A token count with counters has the line's marker, and then the whole line is wanted.
        return EventOf(json.ReadText()) is RolloutRecord.Other or RolloutRecord.TokenCount;
    }

    private static RolloutRecord RecordOf(scoped in JsonText type, ReadOnlySpan<byte> payload)
    {
        if (type.Is("session_meta"u8)) return RolloutRecord.SessionMeta;
        if (type.Is("turn_context"u8)) return RolloutRecord.TurnContext;
        if (type.Is("token_usage_record"u8)) return RolloutRecord.UsageRecord;
        if (!type.Is("event_msg"u8)) return RolloutRecord.Other;
        var json = new JsonCursor(payload);
        if (!json.TryBeginObject()) return RolloutRecord.Other;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) return EventOf(json.ReadText());
            json.SkipValue();
        }
        return RolloutRecord.Other;
    }

    private static RolloutRecord EventOf(scoped in JsonText type) =>
        type.Is("token_count"u8) ? RolloutRecord.TokenCount
        : type.Is("task_started"u8) || type.Is("turn_started"u8) ? RolloutRecord.TurnStart
        : type.Is("thread_settings_applied"u8) ? RolloutRecord.ThreadSettings
        : RolloutRecord.Other;
}
