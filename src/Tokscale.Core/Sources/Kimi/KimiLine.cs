using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kimi;

/// <summary>One line of a wire log of either program, borrowed from the reader.</summary>
internal ref struct KimiLine
{
    /// <summary><c>type</c> of the newer program's line, or of the older one's message, unwrapped.</summary>
    public JsonText Type;

    public JsonText Model, ModelAlias, AgentId, Scope, MessageId, SubagentType;
    public long? TimestampMs;
    public TokenCounts? Tokens;
    public bool IsNested, HasRefused;

    /// <summary>The line is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The line was left where its content begins, because it cannot hold counts.</summary>
    public bool IsLeft;

    /// <param name="text">The line.</param>
    /// <param name="isWholeWanted">False: the line cannot hold counts; only a request, which names the model, is read on.</param>
    public static KimiLine Read(ReadOnlySpan<byte> text, bool isWholeWanted)
    {
        var line = default(KimiLine);
        var json = new JsonCursor(text);
        ReadOnlySpan<byte> message = default;
        if (!json.TryBeginObject()) return line;
        while (json.TryReadName(out JsonText name))
        {
            bool isEvent = name.Is("message"u8) && json.Peek() == JsonKind.Object;
            line.IsLeft = !isWholeWanted && (isEvent || !line.Type.IsEmpty && !line.Type.Is("llm.request"u8));
            if (line.IsLeft) return line;
            if (name.Is("type"u8)) line.Type = json.ReadText();
            else if (name.Is("time"u8) || name.Is("timestamp"u8)) line.TimestampMs = json.ReadTime();
            else if (name.Is("model"u8)) line.Model = json.ReadText();
            else if (name.Is("modelAlias"u8)) line.ModelAlias = json.ReadText();
            else if (name.Is("agentId"u8)) line.AgentId = json.ReadText();
            else if (name.Is("usageScope"u8)) line.Scope = json.ReadText();
            else if (name.Is("usage"u8)) line.Tokens = KimiUsage.Read(ref json);
            else if (isEvent) message = json.ReadRaw();
            else json.SkipValue();
        }
        line.HasRefused = json.HasRefused;
        line.IsValid = json.IsAtEnd;
        // Lines of the newer program have a type of their own; a message in them is something else.
        if (line.IsValid && line.Type.IsEmpty && !message.IsEmpty) line.ReadMessage(message);
        return line;
    }

    /// <summary>Reads a message of the older program. A sub-agent's events come wrapped, to any depth.</summary>
    private void ReadMessage(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var json = new JsonCursor(message);
            ReadOnlySpan<byte> payload = default;
            Type = default;
            if (!json.TryBeginObject()) return;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("type"u8)) Type = json.ReadText();
                else if (name.Is("payload"u8)) payload = json.ReadRaw();
                else json.SkipValue();
            }
            message = ReadPayload(payload);
        }
    }

    /// <returns>The event inside, if the payload wraps one.</returns>
    private ReadOnlySpan<byte> ReadPayload(ReadOnlySpan<byte> payload)
    {
        var json = new JsonCursor(payload);
        ReadOnlySpan<byte> inner = default;
        bool isWrapper = Type.Is("SubagentEvent"u8);
        Tokens = null;
        MessageId = default;
        if (!json.TryBeginObject()) return inner;
        while (json.TryReadName(out JsonText name))
        {
            if (isWrapper && name.Is("event"u8)) inner = json.ReadRaw();
            else if (isWrapper && name.Is("subagent_type"u8)) SubagentType = json.ReadText();
            else if (name.Is("token_usage"u8)) Tokens = KimiUsage.Read(ref json);
            else if (name.Is("message_id"u8)) MessageId = json.ReadText();
            else json.SkipValue();
        }
        IsNested |= isWrapper;
        HasRefused |= json.HasRefused;
        return inner;
    }
}
