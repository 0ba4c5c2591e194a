using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Groups what happened in a session of the newer editor into turns: one begins with the user's text.</summary>
internal sealed class KiroEditorMessages(UsageSink sink) : ILineParser
{
    private readonly List<KiroTurn> _turns = [];
    private KiroTurn _turn;
    private bool _isInTurn;

    /// <summary>The turns, the last one also when it did not come to its end.</summary>
    public IReadOnlyList<KiroTurn> Finish()
    {
        EndTurn();
        return _turns;
    }

    public LineOutcome ReadLine(LogLine line)
    {
        var payload = default(KiroPayload);
        long? timestampMs = null;
        var json = new JsonCursor(line.Bytes);
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("payload"u8)) payload = KiroPayload.Read(ref json);
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        if (payload.Type.Is("user"u8))
        {
            EndTurn();
            _isInTurn = true;
            _turn.PromptCharacters = payload.Characters;
        }
        else if (payload.Type.Is("assistant"u8))
        {
            _isInTurn = true;
            _turn.AnswerCharacters += payload.Characters;
            if (!payload.Model.IsEmpty) _turn.Model = ModelOf(payload.Model);
        }
        if (!_isInTurn)
        {
            CompleteLastTurn(payload);
            return LineOutcome.NoUsage;
        }
        if (payload.ContextPercent > 0) _turn.ContextPercent = payload.ContextPercent;
        _turn.Credits = payload.Credits ?? _turn.Credits;
        _turn.TimestampMs = timestampMs ?? _turn.TimestampMs;
        if (payload.Type.Is("turn_end"u8)) EndTurn();
        return LineOutcome.NoUsage;
    }

    /// <summary>What a turn was charged is written behind its end.</summary>
    private void CompleteLastTurn(in KiroPayload payload)
    {
        if (_turns.Count == 0) return;
        ref KiroTurn last = ref CollectionsMarshal.AsSpan(_turns)[^1];
        if (last.ContextPercent == 0) last.ContextPercent = Math.Max(0, payload.ContextPercent);
        last.Credits ??= payload.Credits;
    }

    private NameId ModelOf(in JsonText model)
    {
        ReadOnlySpan<byte> name = model.Utf8;
        int service = name.LastIndexOf("::"u8);
        return sink.Name(service < 0 ? name : name[(service + "::".Length)..]);
    }

    private void EndTurn()
    {
        if (_isInTurn) _turns.Add(_turn);
        (_turn, _isInTurn) = (default, false);
    }
}
