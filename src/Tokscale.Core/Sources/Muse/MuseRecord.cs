using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Muse;

/// <summary>One record of a log, borrowed from the line, or from a frame that holds it.</summary>
internal ref struct MuseRecord
{
    /// <summary><c>recorded_at</c> counts microseconds.</summary>
    private const double MicrosecondsPerMs = 1000;

    private JsonText _id, _sourceId;
    private long? _sequence, _recordedMs, _completedMs;

    /// <summary><c>payload_type</c>.</summary>
    public JsonText Type;

    /// <summary><c>kind</c> of the event in the payload.</summary>
    public JsonText EventKind;

    public JsonText Session, Model, Provider, Workspace;
    public MuseUsage? Usage;
    public long DurationMs;

    /// <summary>The line is a frame: this array holds records as text.</summary>
    public ReadOnlySpan<byte> FramedRecords;

    public bool HasRefused;

    /// <summary>It is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The line was left where its content begins, because it can tell neither counts nor a model.</summary>
    public bool IsLeft;

    /// <summary>Tells the model and provider of the calls below, or the working folder.</summary>
    public readonly bool IsSetting => Type.Is("run.model.configured"u8) || Type.Is("runtime.session.metadata"u8);

    /// <summary>A model was called, by the agent or to review what it wants to do.</summary>
    public readonly bool IsCall =>
        Type.Is("runtime.session"u8) && (EventKind.Is("model_completed"u8) || EventKind.Is("automated_review_completed"u8));

    /// <summary>UTC milliseconds since 1970; null when the record does not say.</summary>
    public readonly long? TimestampMs => _recordedMs ?? _completedMs;

    /// <summary>0: nothing tells copies. A record of a run that stands in two logs has two ids, and one of its source.</summary>
    public readonly UInt128 Key =>
        !_sourceId.IsEmpty ? RowKey.Of(_sourceId.Utf8)
        : !_id.IsEmpty ? RowKey.Of(_id.Utf8)
        : _sequence is { } sequence && !Session.IsEmpty ? RowKey.Join(RowKey.Of(Session.Utf8), RowKey.Of([sequence]))
        : 0;

    /// <param name="text">A record, or a frame of records.</param>
    /// <param name="isWholeWanted">False: it cannot hold counts; only settings are read on.</param>
    public static MuseRecord Read(ReadOnlySpan<byte> text, bool isWholeWanted)
    {
        var record = default(MuseRecord);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return record;
        while (json.TryReadName(out JsonText name))
        {
            bool isPayload = name.Is("payload"u8);
            record.IsLeft = isPayload && !isWholeWanted && !record.Type.IsEmpty && !record.IsSetting;
            if (record.IsLeft) return record;
            if (isPayload) record.ReadPayload(ref json);
            else record.ReadField(name, ref json);
        }
        record.HasRefused = json.HasRefused;
        record.IsValid = json.IsAtEnd;
        return record;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("payload_type"u8)) Type = json.ReadText();
        else if (name.Is("id"u8)) _id = json.ReadText();
        else if (name.Is("sequence"u8)) _sequence = json.ReadCount();
        else if (name.Is("recorded_at"u8)) _recordedMs = LogTime.FromNumber(json.ReadNumber() / MicrosecondsPerMs);
        else if (name.Is("stream"u8)) ReadStream(ref json);
        else if (name.Is("children"u8)) FramedRecords = json.ReadRaw();
        else json.SkipValue();
    }

    private void ReadStream(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("id"u8)) Session = json.ReadText();
    }

    private void ReadPayload(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("source_run_record_id"u8)) _sourceId = json.ReadText();
            else if (name.Is("record"u8)) ReadModel(ref json);
            else if (name.Is("event"u8)) ReadEvent(ref json);
            else json.SkipValue();
        }
    }

    private void ReadEvent(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8)) EventKind = json.ReadText();
            else if (name.Is("model"u8) && json.Peek() == JsonKind.Object) ReadModel(ref json);
            else if (name.Is("model"u8)) Model = json.ReadText();
            else if (name.Is("usage"u8)) Usage = MuseUsage.Read(ref json);
            else if (name.Is("duration_ms"u8)) DurationMs = json.ReadCount() ?? 0;
            else if (name.Is("completed_at_ms"u8)) _completedMs = LogTime.FromNumber(json.ReadNumber());
            else json.SkipValue();
        }
    }

    private void ReadModel(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model_id"u8)) Model = json.ReadText();
            else if (name.Is("provider_id"u8)) Provider = json.ReadText();
            else if (name.Is("workspace_root"u8)) Workspace = json.ReadText();
            else json.SkipValue();
        }
    }
}
