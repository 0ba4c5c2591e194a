using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Reads a session of the CLI: one file has the turns, the one beside it their messages.</summary>
internal sealed class KiroCliSession(SourceFile file, UsageSink sink)
{
    private readonly List<KiroTurn> _turns = [];

    /// <summary>The turn of a message, by its id.</summary>
    private readonly Dictionary<UInt128, int> _turnOfMessage = [];

    private KiroSessionFacts _facts = new() { ContextWindow = KiroSessionFacts.ContextWindowDefault };

    public void Read(FileReader reader)
    {
        if (!TryReadSession(reader.ReadDocument(file)))
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        string messages = Path.ChangeExtension(file.Path, ".jsonl");
        if (sink.DependOn(messages).IsFile)
        {
            JsonLines.Read(reader.OpenLines(messages), new KiroCliMessages(_turnOfMessage, _turns), sink);
        }
        if (!_facts.Session.IsKnown) _facts.Session = sink.Name(file.Stem);
        for (int index = 0; index < _turns.Count; index++) _facts.Add("cli"u8, index, _turns[index], file, sink);
    }

    private bool TryReadSession(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("session_id"u8)) _facts.Session = sink.Name(json.ReadText().Utf8);
                else if (name.Is("cwd"u8)) _facts.Project = sink.Name(json.ReadText().Utf8);
                else if (name.Is("updated_at"u8)) _facts.UpdatedMs = json.ReadTime();
                else if (name.Is("session_state"u8)) ReadState(ref json);
                else json.SkipValue();
            }
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        return json.IsAtEnd;
    }

    private void ReadState(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("rts_model_state"u8)) ReadModelState(ref json);
            else if (name.Is("conversation_metadata"u8)) ReadConversation(ref json);
            else json.SkipValue();
        }
    }

    private void ReadModelState(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("model_info"u8)) _facts.ReadModelInfo(ref json, sink);
    }

    private void ReadConversation(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("user_turn_metadatas"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                while (json.TryMoveToElement()) _turns.Add(ReadTurn(ref json));
            }
        }
    }

    private KiroTurn ReadTurn(ref JsonCursor json)
    {
        var turn = default(KiroTurn);
        if (!json.TryBeginObject()) return turn;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_token_count"u8)) turn.Input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output_token_count"u8)) turn.Output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_read_input_token_count"u8)) turn.CacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_write_input_token_count"u8)) turn.CacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("context_usage_percentage"u8)) turn.ContextPercent = json.ReadNumber() ?? 0;
            else if (name.Is("total_request_count"u8)) turn.Requests = (int)Math.Min(json.ReadLooseCount() ?? 0, int.MaxValue);
            else if (name.Is("end_timestamp"u8)) turn.TimestampMs = json.ReadTime();
            else if (name.Is("model"u8)) turn.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("message_ids"u8)) ReadMessageIds(ref json);
            else if (name.Is("metering_usage"u8)) turn.Credits = KiroCredits.Read(ref json, "value"u8);
            else json.SkipValue();
        }
        return turn;
    }

    private void ReadMessageIds(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            JsonText id = json.ReadText();
            if (!id.IsEmpty) _turnOfMessage.TryAdd(RowKey.Of(id.Utf8), _turns.Count);
        }
    }
}
