using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CopilotVSCode;

/// <summary>Reads one chat session: a document, or a log of changes to one, which is replayed as far as requests go.</summary>
internal sealed class ChatSessionParser : ILineParser
{
    private const int InitialKind = 0, SetKind = 1, PushKind = 2;

    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly List<ChatRequest> _requests = [];

    /// <summary>Requests that the user took back or had answered again: they were billed all the same.</summary>
    private readonly Dictionary<NameId, ChatRequest> _removedRequests = [];

    private NameId _session;
    private long? _createdMs;
    private bool _hasRefused;

    public ChatSessionParser(SourceFile file, UsageSink sink)
    {
        (_file, _sink) = (file, sink);
        _session = sink.Name(file.Stem);
    }

    public void ReadDocument(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadSession(ref json);
        if (json.IsAtEnd) return;
        _requests.Clear(); // Of a cut document nothing is sure.
        _sink.Report(ProblemKind.MalformedFile);
    }

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        long? kind = null, firstRemoved = null;
        ReadOnlySpan<byte> path = default, value = default;
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("kind"u8)) kind = json.ReadCount();
            else if (name.Is("k"u8)) path = json.ReadRaw();
            else if (name.Is("v"u8)) value = json.ReadRaw();
            else if (name.Is("i"u8)) firstRemoved = json.ReadCount();
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        var cursor = new JsonCursor(value);
        if (kind == InitialKind) ReadSession(ref cursor);
        else if (kind is SetKind or PushKind) Change(path, ref cursor, kind == PushKind, firstRemoved);
        _hasRefused |= cursor.HasRefused;
        return LineOutcome.NoUsage;
    }

    /// <summary>Adds what the requests came to in the end.</summary>
    public void AddRows(FileReader reader)
    {
        NameId project = default;
        foreach (ChatRequest request in _removedRequests.Values.Concat(_requests))
        {
            if (!request.IsOfCopilot || request.Tokens.IsZero)
            {
                AddTurn(request);
                continue;
            }
            if (!project.IsKnown) project = _sink.Name(ChatWorkspace.FolderOf(WorkspaceFolder, reader, _sink));
            AddRow(request, project);
        }
        if (_hasRefused) _sink.Report(ProblemKind.RefusedNumber);
    }

    /// <summary>Notes a turn that is no call by itself.</summary>
    private void AddTurn(ChatRequest request) => _sink.Usage.RowsInReading.Add(new UsageRow
    {
        Link = ChatCopies.LinkOf(_sink.NameOf(_session)),
        Flags = ChatCopies.TurnFlag | (request.IsOfCopilot ? 0 : ChatCopies.ForeignFlag),
        Event = new UsageEvent { TimestampMs = TimeOf(request), Session = _session },
    });

    private void AddRow(ChatRequest request, NameId project)
    {
        if (request.TimestampMs is null) _sink.Report(ProblemKind.Undated);
        _sink.Add(new UsageRow
        {
            Key = request.Id.IsKnown ? ChatCopies.KeyOf(_sink.NameOf(_session), _sink.NameOf(request.Id)) : 0,
            Link = ChatCopies.LinkOf(_sink.NameOf(_session)),
            OtherLink = ForkedMs(request),
            // Sessions were documents once; the log of changes goes further.
            Rank = _file.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? 1 : 0,
            Event = new UsageEvent
            {
                TimestampMs = TimeOf(request),
                Tokens = request.Tokens,
                Model = _sink.Name(request.Model),
                Provider = _sink.Name("github-copilot"u8),
                Session = _session,
                Project = project,
                // Only the last call of a turn is logged.
                IsEstimated = true,
                Messages = 1,
            },
        });
    }

    private string? WorkspaceFolder => Path.GetDirectoryName(Path.GetDirectoryName(_file.Path));

    private long TimeOf(ChatRequest request) => request.TimestampMs ?? _createdMs ?? _file.ModifiedMs;

    /// <summary>
    /// When the session began, if the request may have been copied into it then: a fork dates its requests from there on, a
    /// millisecond apart. 0 for others.
    /// </summary>
    private ulong ForkedMs(ChatRequest request)
    {
        long sinceMs = request.TimestampMs - _createdMs ?? -1;
        return sinceMs >= 0 && sinceMs < _requests.Count + _removedRequests.Count ? (ulong)_createdMs!.Value : 0;
    }

    private void ReadSession(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8))
            {
                NameId session = _sink.Name(json.ReadText().Utf8);
                if (session.IsKnown) _session = session;
            }
            else if (name.Is("creationDate"u8)) _createdMs = json.ReadTime();
            else if (name.Is("requests"u8)) ReplaceRequests(ref json);
            else json.SkipValue();
        }
    }

    private void Change(ReadOnlySpan<byte> pathText, ref JsonCursor value, bool isPush, long? firstRemoved)
    {
        var path = new JsonCursor(pathText);
        if (!path.TryBeginArray() || !path.TryMoveToElement() || !path.ReadText().Is("requests"u8)) return;
        if (path.TryMoveToElement())
        {
            if (path.ReadCount() is { } index && index < _requests.Count) ChangeRequest((int)index, ref path, ref value, isPush);
        }
        else if (isPush)
        {
            Remove(from: firstRemoved ?? _requests.Count);
            AddRequests(ref value);
        }
        else ReplaceRequests(ref value);
    }

    private void ChangeRequest(int index, ref JsonCursor path, ref JsonCursor value, bool isPush)
    {
        JsonCursor rest = path;
        bool isWhole = !rest.TryMoveToElement();
        if (isWhole) _requests[index] = new ChatRequest(_sink);
        _requests[index].Set(ref path, ref value, isPush);
    }

    private void ReplaceRequests(ref JsonCursor json)
    {
        Remove(from: 0);
        AddRequests(ref json);
    }

    private void AddRequests(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            var request = new ChatRequest(_sink);
            request.SetAll(ref json);
            _removedRequests.Remove(request.Id);
            _requests.Add(request);
        }
    }

    private void Remove(long from)
    {
        if (from >= _requests.Count) return;
        foreach (ChatRequest request in _requests.Skip((int)from))
        {
            if (request.Id.IsKnown && !request.Tokens.IsZero) _removedRequests[request.Id] = request;
        }
        _requests.RemoveRange((int)from, _requests.Count - (int)from);
    }
}
