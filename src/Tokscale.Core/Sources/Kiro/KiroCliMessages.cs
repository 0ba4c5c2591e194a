using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Adds the length of a CLI session's messages to its turns.</summary>
/// <param name="turnOfMessage">The turn of a message, by its id.</param>
/// <param name="turns">The session's turns.</param>
internal sealed class KiroCliMessages(Dictionary<UInt128, int> turnOfMessage, List<KiroTurn> turns) : ILineParser
{
    /// <summary>A prompt that no turn names; it belongs to the answer that follows.</summary>
    private (long Characters, long? TimestampMs)? _pendingPrompt;

    public LineOutcome ReadLine(LogLine line)
    {
        JsonText kind = default, id = default;
        long characters = 0;
        long? timestampMs = null;
        var json = new JsonCursor(line.Bytes);
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8)) kind = json.ReadText();
            else if (name.Is("data"u8)) ReadData(ref json, ref id, ref characters, ref timestampMs);
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        bool hasTurn = turnOfMessage.TryGetValue(RowKey.Of(id.Utf8), out int index);
        if (kind.Is("Prompt"u8))
        {
            if (hasTurn) AddPrompt(index, characters, timestampMs);
            else _pendingPrompt = (characters, timestampMs);
        }
        else if (kind.Is("AssistantMessage"u8) && hasTurn)
        {
            CollectionsMarshal.AsSpan(turns)[index].AnswerCharacters += characters;
            if (_pendingPrompt is { } prompt) AddPrompt(index, prompt.Characters, prompt.TimestampMs);
            _pendingPrompt = null;
        }
        return LineOutcome.NoUsage;
    }

    private void AddPrompt(int index, long characters, long? timestampMs)
    {
        ref KiroTurn turn = ref CollectionsMarshal.AsSpan(turns)[index];
        turn.PromptCharacters += characters;
        turn.TimestampMs ??= timestampMs;
    }

    private static void ReadData(ref JsonCursor json, ref JsonText id, ref long characters, ref long? timestampMs)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("message_id"u8)) id = json.ReadText();
            else if (name.Is("content"u8)) characters = KiroText.LengthOfParts(ref json);
            else if (name.Is("meta"u8)) timestampMs = ReadTimestamp(ref json);
            else json.SkipValue();
        }
    }

    private static long? ReadTimestamp(ref JsonCursor json)
    {
        long? timestampMs = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("timestamp"u8)) timestampMs = json.ReadTime();
        return timestampMs;
    }
}
