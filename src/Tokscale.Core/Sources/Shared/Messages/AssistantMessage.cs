using Tokscale.Core.Json;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>The fields of one logged message that matter, borrowed from its JSON.</summary>
public ref struct AssistantMessage
{
    public JsonText Role, Id, SessionId, Model, Provider, Agent, Mode, Root, Cwd;

    /// <summary>UTC milliseconds since 1970; null when the message does not say.</summary>
    public long? CreatedMs, CompletedMs;

    /// <summary>In dollars; null when there is none or it is negative.</summary>
    public decimal? Cost;

    public MessageTokens Tokens;

    /// <summary>Something stood where a count belongs and was refused.</summary>
    public bool HasRefused;

    /// <summary>The text is one JSON object.</summary>
    public bool IsValid;

    /// <summary>The text is JSON, though perhaps no object.</summary>
    public bool IsJson;

    private bool _isLoose;

    /// <summary>Other names of <see cref="Model"/> and <see cref="Provider"/>, for messages without them.</summary>
    private JsonText _otherModel, _otherProvider;

    /// <param name="text">The JSON; the message borrows from it.</param>
    /// <param name="isLoose">Numbers inside strings count.</param>
    public static AssistantMessage Read(ReadOnlySpan<byte> text, bool isLoose = false)
    {
        var message = new AssistantMessage { _isLoose = isLoose };
        var json = new JsonCursor(text);
        if (json.TryBeginObject())
        {
            message.IsValid = true;
            while (json.TryReadName(out JsonText name)) message.ReadField(name, ref json);
        }
        if (message.Model.IsEmpty) message.Model = message._otherModel;
        if (message.Provider.IsEmpty) message.Provider = message._otherProvider;
        message.IsJson = json.IsAtEnd;
        message.IsValid &= message.IsJson;
        message.HasRefused = json.HasRefused;
        return message;
    }

    /// <summary>Reads the value of <c>model</c> alone: model and provider of what it names.</summary>
    public static AssistantMessage ReadModelOnly(ReadOnlySpan<byte> value)
    {
        var message = new AssistantMessage();
        var json = new JsonCursor(value);
        message.ReadModel(ref json);
        message.IsValid = message.IsJson = json.IsAtEnd;
        if (!message.IsValid) return message;
        message.Model = message._otherModel;
        message.Provider = message._otherProvider;
        return message;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("role"u8)) Role = json.ReadText();
        else if (name.Is("tokens"u8)) Tokens = MessageTokens.Read(ref json, _isLoose);
        else if (name.Is("time"u8)) ReadTime(ref json);
        else if (name.Is("model"u8)) ReadModel(ref json);
        else if (name.Is("modelID"u8)) Model = json.ReadText();
        else if (name.Is("providerID"u8)) Provider = json.ReadText();
        else if (name.Is("provider"u8)) _otherProvider = json.ReadText();
        else if (name.Is("agent"u8)) Agent = json.ReadText();
        else if (name.Is("mode"u8)) Mode = json.ReadText();
        else if (name.Is("cost"u8)) Cost = _isLoose ? json.ReadLooseMoney() : json.ReadMoney();
        else if (name.Is("path"u8)) ReadPath(ref json);
        else if (name.Is("id"u8)) Id = json.ReadText();
        else if (name.Is("sessionID"u8)) SessionId = json.ReadText();
        else json.SkipValue();
    }

    private void ReadTime(ref JsonCursor json)
    {
        (CreatedMs, CompletedMs) = (null, null);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("created"u8)) CreatedMs = json.ReadTime();
            else if (name.Is("completed"u8)) CompletedMs = json.ReadTime();
            else json.SkipValue();
        }
    }

    /// <summary>A name, or since the second version of the tables an object.</summary>
    private void ReadModel(ref JsonCursor json)
    {
        if (json.Peek() == JsonKind.String) _otherModel = json.ReadText();
        else if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("id"u8) || name.Is("modelID"u8)) _otherModel = json.ReadText();
                else if (name.Is("providerID"u8)) _otherProvider = json.ReadText();
                else json.SkipValue();
            }
        }
    }

    private void ReadPath(ref JsonCursor json)
    {
        Root = Cwd = default;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("root"u8)) Root = json.ReadText();
            else if (name.Is("cwd"u8)) Cwd = json.ReadText();
            else json.SkipValue();
        }
    }
}
