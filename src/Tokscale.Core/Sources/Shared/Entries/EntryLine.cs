using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>One entry of a session, borrowed from the line.</summary>
internal ref struct EntryLine
{
    public JsonText Type, CustomType, Id, Cwd, ParentSession;
    public long? TimestampMs;

    /// <summary>Model and provider of the entry itself: of a header, a change of model, or an extension's snapshot.</summary>
    public JsonText Model, Provider;

    public JsonText Role, MessageModel, MessageProvider, Api, ResponseId, IdempotencyKey;

    /// <summary>The model that answered, where it is another one than was asked.</summary>
    public JsonText ResponseModel;

    public long? MessageTimestampMs;

    /// <summary>Counts of the message, else of the entry; null when neither has any.</summary>
    public EntryUsage? Usage;

    public bool HasRefused;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The line was left, because it can hold neither counts nor a model.</summary>
    public bool IsLeft;

    public static EntryLine Read(ReadOnlySpan<byte> text, bool isLoose, bool isWholeWanted)
    {
        var line = default(EntryLine);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name))
        {
            line.ReadField(name, ref json, isLoose);
            line.IsLeft = !isWholeWanted && !line.Type.IsEmpty && !MaySetModel(line.Type);
            if (line.IsLeft) return line;
        }
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        return line;
    }

    /// <summary>The entry says which model the calls after it have.</summary>
    public readonly bool SetsModel =>
        Type.Is("session"u8) || Type.Is("model_change"u8) || Type.Is("custom"u8) && CustomType.Is("model-snapshot"u8);

    private static bool MaySetModel(scoped in JsonText type) => type.Is("session"u8) || type.Is("model_change"u8) || type.Is("custom"u8);

    private void ReadField(scoped in JsonText name, ref JsonCursor json, bool isLoose)
    {
        if (name.Is("type"u8)) Type = json.ReadText();
        else if (name.Is("id"u8)) Id = json.ReadText();
        else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
        else if (name.Is("message"u8)) ReadMessage(ref json, isLoose);
        else if (name.Is("usage"u8)) Usage = EntryUsage.Read(ref json, isLoose) ?? Usage;
        else if (name.Is("cwd"u8)) Cwd = json.ReadText();
        else if (name.Is("parentSession"u8)) ParentSession = json.ReadText();
        else if (name.Is("customType"u8)) CustomType = json.ReadText();
        else if (name.Is("data"u8)) ReadData(ref json);
        else if (name.Is("idempotencyKey"u8)) IdempotencyKey = json.ReadText();
        else if (!TryReadModel(name, ref json)) json.SkipValue();
    }

    private bool TryReadModel(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("provider"u8)) Provider = json.ReadText();
        else if (name.Is("modelId"u8) || name.Is("model"u8)) Model = json.ReadText();
        else return false;
        return true;
    }

    private void ReadData(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!TryReadModel(name, ref json)) json.SkipValue();
        }
    }

    private void ReadMessage(ref JsonCursor json, bool isLoose)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) Role = json.ReadText();
            else if (name.Is("model"u8)) MessageModel = json.ReadText();
            else if (name.Is("responseModel"u8)) ResponseModel = json.ReadText();
            else if (name.Is("provider"u8)) MessageProvider = json.ReadText();
            else if (name.Is("api"u8)) Api = json.ReadText();
            else if (name.Is("responseId"u8)) ResponseId = json.ReadText();
            else if (name.Is("idempotencyKey"u8)) IdempotencyKey = json.ReadText();
            else if (name.Is("timestamp"u8)) MessageTimestampMs = json.ReadTime();
            else if (name.Is("usage"u8)) Usage = EntryUsage.Read(ref json, isLoose);
            else json.SkipValue();
        }
    }
}
