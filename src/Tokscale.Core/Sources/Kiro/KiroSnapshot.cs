using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>The fields of a chat, an execution or a session of older editors that matter, borrowed from its JSON.</summary>
internal ref struct KiroSnapshot
{
    public JsonText ExecutionId, SessionId, WorkflowId, Model, Workspace;

    /// <summary>UTC milliseconds since 1970; null when the file does not say.</summary>
    public long? StartMs, EndMs;

    public long PromptCharacters, AnswerCharacters;

    /// <summary>An execution: it lists what was done.</summary>
    public bool HasActions;

    /// <summary>A list of executions that have files of their own.</summary>
    public bool IsIndex;

    /// <summary>The file is JSON.</summary>
    public bool IsJson;

    private bool _hasReferences;

    /// <summary>A session whose answers are all in executions.</summary>
    public readonly bool IsOnlyReferences => _hasReferences && AnswerCharacters == 0;

    public static KiroSnapshot Read(ReadOnlySpan<byte> document)
    {
        var snapshot = default(KiroSnapshot);
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name)) snapshot.ReadField(name, ref json);
        }
        snapshot.IsJson = json.IsAtEnd;
        return snapshot;
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("executionId"u8)) ExecutionId = json.ReadText();
        else if (name.Is("chatSessionId"u8) || name.Is("sessionId"u8)) SessionId = json.ReadText();
        else if (name.Is("selectedModel"u8) || name.Is("modelId"u8) || name.Is("model"u8)) ReadModel(ref json);
        else if (name.Is("completionOptions"u8) || name.Is("metadata"u8)) ReadDetails(ref json);
        else if (name.Is("workspaceDirectory"u8)) Workspace = json.ReadText();
        else if (name.Is("startTime"u8)) StartMs = json.ReadTime();
        else if (name.Is("endTime"u8)) EndMs = json.ReadTime();
        else if (name.Is("executions"u8)) IsIndex = SkipList(ref json);
        else if (name.Is("actions"u8)) ReadActions(ref json);
        else if (name.Is("chat"u8) || name.Is("messages"u8)) ReadMessages(ref json);
        else if (name.Is("history"u8)) ReadHistory(ref json);
        else if (name.Is("context"u8) || name.Is("input"u8)) PromptCharacters += LengthOfMessages(ref json);
        else json.SkipValue();
    }

    private void ReadModel(ref JsonCursor json)
    {
        JsonText model = json.ReadText();
        if (Model.IsEmpty) Model = model;
    }

    private void ReadDetails(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("modelId"u8) || name.Is("model"u8)) ReadModel(ref json);
            else if (name.Is("workflowId"u8)) WorkflowId = json.ReadText();
            else if (name.Is("startTime"u8)) StartMs = json.ReadTime();
            else if (name.Is("endTime"u8)) EndMs = json.ReadTime();
            else json.SkipValue();
        }
    }

    private static bool SkipList(ref JsonCursor json)
    {
        bool isList = json.Peek() == JsonKind.Array;
        json.SkipValue();
        return isList;
    }

    private void ReadActions(ref JsonCursor json)
    {
        HasActions = json.TryBeginArray();
        if (!HasActions) return;
        while (json.TryMoveToElement())
        {
            bool isAnswer = false;
            long characters = 0;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("actionType"u8)) isAnswer = json.ReadText() is var type && (type.Is("say"u8) || type.Is("reasoning"u8));
                else if (name.Is("output"u8)) characters = LengthOfOutput(ref json);
                else json.SkipValue();
            }
            if (isAnswer) AnswerCharacters += characters;
        }
    }

    /// <summary>A text, or an object with it.</summary>
    private static long LengthOfOutput(ref JsonCursor json)
    {
        if (json.Peek() == JsonKind.String) return KiroText.LengthOf(json.ReadText());
        long length = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryMoveTo("message"u8)) length = KiroText.LengthOf(json.ReadText());
        return length;
    }

    private void ReadMessages(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement()) ReadMessage(ref json, isReference: false);
    }

    /// <summary>Entries of a session; one with an execution's id is answered there.</summary>
    private void ReadHistory(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            bool isReference = false;
            ReadOnlySpan<byte> message = default;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("executionId"u8)) isReference = !json.ReadText().IsEmpty;
                else if (name.Is("message"u8)) message = json.ReadRaw();
                else json.SkipValue();
            }
            _hasReferences |= isReference;
            var cursor = new JsonCursor(message);
            if (!message.IsEmpty) ReadMessage(ref cursor, isReference);
        }
    }

    private void ReadMessage(ref JsonCursor json, bool isReference)
    {
        bool isPrompt = false, isAnswer = false;
        long characters = 0;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8))
            {
                JsonText role = json.ReadText();
                isPrompt = role.Is("human"u8) || role.Is("user"u8);
                isAnswer = role.Is("bot"u8) || role.Is("assistant"u8);
            }
            else if (name.Is("content"u8)) characters = KiroText.LengthOfParts(ref json);
            else json.SkipValue();
        }
        if (isPrompt) PromptCharacters += characters;
        else if (isAnswer && !isReference) AnswerCharacters += characters;
    }

    /// <summary>Characters of all messages of a prompt: <c>messages[].entries</c> or <c>data.messages[].content</c>.</summary>
    private static long LengthOfMessages(ref JsonCursor json)
    {
        long length = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("data"u8)) length += LengthOfMessages(ref json);
            else if (!name.Is("messages"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) length += LengthOfContent(ref json);
            }
        }
        return length;
    }

    private static long LengthOfContent(ref JsonCursor json)
    {
        long length = 0;
        if (!json.TryBeginObject()) return 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("entries"u8) || name.Is("content"u8)) length += KiroText.LengthOfParts(ref json);
            else json.SkipValue();
        }
        return length;
    }
}
