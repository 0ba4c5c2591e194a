using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>The fields of one chat record that matter, borrowed from the line.</summary>
internal ref struct QwenLine
{
    public JsonText Uuid, SessionId, Cwd, Type, Model, AgentName;
    public long? TimestampMs;
    public bool IsSidechain, IsForked, HasRefused;

    /// <summary>Null on records without counts.</summary>
    public QwenUsage? Usage;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The line was left at its content, because it cannot hold counts.</summary>
    public bool IsLeft;

    public static QwenLine Read(ReadOnlySpan<byte> text, bool isCounted)
    {
        var line = default(QwenLine);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name))
        {
            // What the fallbacks need stands before the content.
            line.IsLeft = !isCounted && line.TimestampMs is not null && (name.Is("message"u8) || name.Is("systemPayload"u8));
            if (line.IsLeft) return line;
            line.ReadField(name, ref json);
        }
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        return line;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("uuid"u8)) Uuid = json.ReadText();
        else if (name.Is("sessionId"u8)) SessionId = json.ReadText();
        else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
        else if (name.Is("cwd"u8)) Cwd = json.ReadText();
        else if (name.Is("type"u8)) Type = json.ReadText();
        else if (name.Is("model"u8)) Model = json.ReadText();
        else if (name.Is("agentName"u8)) AgentName = json.ReadText();
        else if (name.Is("isSidechain"u8)) IsSidechain = json.ReadBool() ?? false;
        else if (name.Is("usageMetadata"u8)) Usage = QwenUsage.Read(ref json);
        else if (name.Is("forkedFrom"u8))
        {
            IsForked = json.Peek() == JsonKind.Object;
            json.SkipValue();
        }
        else json.SkipValue();
    }
}
