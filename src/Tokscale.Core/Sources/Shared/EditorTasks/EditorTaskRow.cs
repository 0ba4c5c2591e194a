using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>The fields of one chat row that matter, borrowed from the document.</summary>
internal ref struct EditorTaskRow
{
    public JsonText Say, Text, ModelId, ProviderId;
    public long? TimestampMs;
    public decimal? CondensingUsd;

    public static EditorTaskRow Read(ref JsonCursor json)
    {
        var row = default(EditorTaskRow);
        if (!json.TryBeginObject()) return row;
        while (json.TryReadName(out JsonText name)) row.ReadField(name, ref json);
        return row;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("say"u8)) Say = json.ReadText();
        else if (name.Is("text"u8)) Text = json.ReadText();
        else if (name.Is("ts"u8)) TimestampMs = json.ReadTime();
        else if (name.Is("modelInfo"u8)) ReadModel(ref json);
        else if (name.Is("contextCondense"u8)) ReadCondensing(ref json);
        else json.SkipValue();
    }

    private void ReadModel(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("modelId"u8)) ModelId = json.ReadText();
            else if (name.Is("providerId"u8)) ProviderId = json.ReadText();
            else json.SkipValue();
        }
    }

    private void ReadCondensing(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("cost"u8)) CondensingUsd = json.ReadLooseMoney();
    }
}
