using Tokscale.Core.Json;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>The fields of one transcript line that matter, borrowed from the line.</summary>
internal ref struct TranscriptLine
{
    public JsonText Type, Timestamp, SessionId, Cwd, Uuid, RequestId, AgentId;
    public bool IsSidechain, IsApiError;
    public decimal? CostUsd;

    public JsonText MessageId, Model;
    public bool HasStopReason, HasUsage;
    public TranscriptUsage Usage;

    /// <summary>The value of <c>usage.iterations</c>, an array; empty when there is none.</summary>
    public ReadOnlySpan<byte> Iterations;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    public static TranscriptLine Read(ReadOnlySpan<byte> text)
    {
        var line = default(TranscriptLine);
        var json = new JsonCursor(text);
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name)) line.ReadField(name, ref json);
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        return line;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("type"u8)) Type = json.ReadText();
        else if (name.Is("message"u8)) ReadMessage(ref json);
        else if (name.Is("timestamp"u8)) Timestamp = json.ReadText();
        else if (name.Is("sessionId"u8)) SessionId = json.ReadText();
        else if (name.Is("cwd"u8)) Cwd = json.ReadText();
        else if (name.Is("uuid"u8)) Uuid = json.ReadText();
        else if (name.Is("requestId"u8)) RequestId = json.ReadText();
        else if (name.Is("isSidechain"u8)) IsSidechain = json.ReadBool() ?? false;
        else if (name.Is("isApiErrorMessage"u8)) IsApiError = json.ReadBool() ?? false;
        else if (name.Is("costUSD"u8)) CostUsd = json.ReadMoney();
        else if (name.Is("agentId"u8)) AgentId = json.ReadText();
        else json.SkipValue();
    }

    private void ReadMessage(ref JsonCursor json)
    {
        MessageId = Model = default;
        HasStopReason = HasUsage = false;
        Usage = default;
        Iterations = default;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("usage"u8)) ReadUsage(ref json);
            else if (name.Is("id"u8)) MessageId = json.ReadText();
            else if (name.Is("model"u8)) Model = json.ReadText();
            else if (name.Is("stop_reason"u8)) HasStopReason = !json.ReadText().IsEmpty;
            else json.SkipValue();
        }
    }

    private void ReadUsage(ref JsonCursor json)
    {
        Usage = default;
        HasUsage = json.TryBeginObject();
        if (!HasUsage) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("iterations"u8)) Iterations = json.ReadRaw();
            else Usage.ReadField(name, ref json);
        }
    }
}
