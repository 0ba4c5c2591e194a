using System.Runtime.InteropServices;
using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>
/// Reads one chat, as a document that is rewritten or as a log of changes to one. A message stands in it several times, and
/// what the user took back was billed all the same: every record of a message becomes a row, and the largest counts.
/// </summary>
internal sealed class ChatParser(SourceFile file, UsageSink sink, ChatFormat format) : ILineParser
{
    private const string SubagentKind = "subagent";

    private readonly byte[] _messageType = Encoding.UTF8.GetBytes(format.MessageType);
    private readonly FirstTimes _firstTimes = sink.Keep<FirstTimes>();
    private NameId _session, _model, _provider;
    private long? _startedMs;
    private string? _kind;

    /// <summary>Reads a chat kept as one document.</summary>
    public void ReadDocument(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadObject(ref json);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (json.IsAtEnd) return;
        sink.Clear();
        sink.Report(ProblemKind.MalformedFile);
    }

    public LineOutcome ReadLine(LogLine line)
    {
        List<UsageRow> rows = sink.Usage.RowsInReading;
        int countBefore = rows.Count;
        var json = new JsonCursor(line.Bytes);
        bool isLeft = !ReadObject(ref json, isCounted: line.HasMarker);
        if (isLeft) return JsonLines.Glance(line.Bytes);
        if (!json.IsAtEnd || line.Bytes[0] != '{')
        {
            rows.RemoveRange(countBefore, rows.Count - countBefore);
            return LineOutcome.Malformed;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return rows.Count > countBefore ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    /// <summary>Fills in what only the whole file tells. Call it once.</summary>
    /// <param name="project">The project of the chat.</param>
    /// <param name="parentSession">The session that started this one, if its folder tells.</param>
    /// <param name="subagentName">What the agent is called if it is a sub-agent.</param>
    public void Finish(NameId project, string? parentSession, string subagentName)
    {
        if (!_session.IsKnown) _session = sink.Name(file.Stem);
        bool isSubagent = parentSession is not null || _kind == SubagentKind;
        NameId agent = isSubagent ? sink.Name(subagentName) : sink.Name("main"u8);
        // A sub-agent's calls belong to the conversation that started it.
        NameId session = parentSession is null ? _session : sink.Name(parentSession);
        UInt128 ownSession = RowKey.Of(Encoding.UTF8.GetBytes(sink.NameOf(_session) ?? string.Empty));
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading))
        {
            row.Key = RowKey.Join(ownSession, row.Key);
            if (row.Event.TimestampMs == 0)
            {
                sink.Report(ProblemKind.Undated);
                row.Event.TimestampMs = _startedMs ?? file.ModifiedMs;
            }
            row.Event.Session = session;
            row.Event.Project = project;
            row.Event.Agent = agent;
        }
        sink.Usage.Session = _session;
        sink.Usage.ParentSession = parentSession is null ? default : session;
        _firstTimes.Clear();
    }

    /// <summary>Reads the chat's own fields, or a change to them.</summary>
    /// <param name="json">Stands before the object.</param>
    /// <param name="isCounted">False: the object cannot hold counts, so it may be left as soon as it is a message.</param>
    /// <returns>False when it was left.</returns>
    private bool ReadObject(ref JsonCursor json, bool isCounted = true)
    {
        var message = default(ChatMessage);
        if (!json.TryBeginObject()) return true;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) SetSession(json.ReadText());
            else if (name.Is("startTime"u8)) _startedMs ??= json.ReadTime();
            else if (name.Is("kind"u8)) SetKind(json.ReadText());
            else if (name.Is("messages"u8)) ReadMessages(ref json);
            else if (name.Is("$set"u8)) ReadChange(ref json);
            else message.ReadField(name, ref json);
            if (!isCounted && !message.Type.IsEmpty && !message.Type.Is(_messageType)) return false;
        }
        Add(message);
        return true;
    }

    private void ReadChange(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) SetSession(json.ReadText());
            else if (name.Is("startTime"u8)) _startedMs ??= json.ReadTime();
            else if (name.Is("kind"u8)) SetKind(json.ReadText());
            else if (name.Is("messages"u8)) ReadMessages(ref json);
            else json.SkipValue();
        }
    }

    private void ReadMessages(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            var message = default(ChatMessage);
            while (json.TryReadName(out JsonText name)) message.ReadField(name, ref json);
            Add(message);
        }
    }

    private void SetSession(scoped in JsonText id)
    {
        if (!_session.IsKnown) _session = sink.Name(id.Utf8);
    }

    private void SetKind(scoped in JsonText kind)
    {
        if (!kind.IsEmpty) _kind ??= kind.ToString();
    }

    private void Add(in ChatMessage message)
    {
        if (!message.Type.Is(_messageType)) return;
        long? timestampMs = message.TimestampMs;
        UInt128 id = message.Id.IsEmpty ? 0 : RowKey.Of(message.Id.Utf8);
        if (id != 0 && timestampMs is not null && !_firstTimes.TryAdd(id, timestampMs.Value)) timestampMs = _firstTimes[id];
        if (message.Tokens is not { } logged) return;
        TokenCounts tokens = logged.ToTokens();
        SetModel(message.Model);
        var row = new UsageRow
        {
            Key = id != 0 ? id : RowKey.Of([timestampMs ?? 0, logged.Input, logged.Output, logged.Cached, logged.Thoughts, logged.Tool]),
            Rank = tokens.Total,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? _firstTimes.GetValueOrDefault(id),
                Tokens = tokens,
                Model = _model,
                Provider = _provider,
                Messages = 1,
            },
        };
        sink.Add(row);
    }

    private void SetModel(scoped in JsonText text)
    {
        NameId model = sink.ModelOrUnknown(sink.Name(text.Utf8));
        if (model == _model) return;
        _model = model;
        _provider = sink.Name(format.ProviderOf(sink.NameOf(model)!));
    }

    /// <summary>When each message was first written, by its key; empty between two chats, which share its room.</summary>
    private sealed class FirstTimes : Dictionary<UInt128, long>;
}
