using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Amp;

/// <summary>Reads one thread: the calls of its ledger, and those of messages that the ledger lacks.</summary>
internal sealed class AmpParser(SourceFile file, UsageSink sink)
{
    /// <summary>Messages are numbered from 0; more seconds than this after the start would be damage.</summary>
    private const long MessageIdMax = 1_000_000;

    private readonly List<AmpUsage> _ledger = [];
    private readonly List<AmpUsage> _messages = [];
    private int _messageCount;
    private long? _createdMs;
    private NameId _session, _project, _agent;

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name)) ReadField(name, ref json);
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!_session.IsKnown) _session = sink.Name(file.Stem);
        sink.Usage.Session = _session;
        AddRows();
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("id"u8)) _session = sink.Name(json.ReadText().Utf8);
        else if (name.Is("created"u8)) _createdMs = json.ReadTime();
        else if (name.Is("agentMode"u8)) _agent = sink.Name(json.ReadText().Utf8);
        else if (name.Is("env"u8)) ReadEnvironment(ref json);
        else if (name.Is("usageLedger"u8)) ReadLedger(ref json);
        else if (name.Is("messages"u8)) ReadMessages(ref json);
        else json.SkipValue();
    }

    private void ReadEnvironment(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("initial"u8)) json.SkipValue();
            else if (json.TryBeginObject())
            {
                while (json.TryMoveTo("trees"u8)) ReadTrees(ref json);
            }
        }
    }

    private void ReadTrees(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        for (int index = 0; json.TryMoveToElement(); index++)
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (index == 0 && name.Is("uri"u8)) _project = sink.Name(FileUri.ToPath(json.ReadText().ToString()));
                else json.SkipValue();
            }
        }
    }

    private void ReadLedger(ref JsonCursor json)
    {
        _ledger.Clear();
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("events"u8)) json.SkipValue();
            else if (json.TryBeginArray())
            {
                _ledger.Clear();
                while (json.TryMoveToElement())
                {
                    if (!json.TryBeginObject()) continue;
                    var usage = default(AmpUsage);
                    usage.ReadLedgerEvent(ref json, sink);
                    _ledger.Add(usage);
                }
            }
        }
    }

    private void ReadMessages(ref JsonCursor json)
    {
        _messages.Clear();
        _messageCount = 0;
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            _messageCount++;
            if (json.TryBeginObject()) ReadMessage(ref json);
        }
    }

    private void ReadMessage(ref JsonCursor json)
    {
        bool isAssistant = false, hasUsage = false;
        long? messageId = null;
        var usage = default(AmpUsage);
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) isAssistant = json.ReadText().Is("assistant"u8);
            else if (name.Is("messageId"u8)) messageId = json.ReadCount();
            else if (name.Is("usage"u8))
            {
                usage = default;
                hasUsage = json.TryBeginObject();
                if (hasUsage) usage.ReadMessageUsage(ref json, sink);
            }
            else json.SkipValue();
        }
        if (!isAssistant || !hasUsage) return;
        usage.MessageId = messageId;
        _messages.Add(usage);
    }

    private void AddRows()
    {
        if (_ledger.Count == 0)
        {
            foreach (AmpUsage message in _messages) AddRow(message, message.IsCacheInside);
            return;
        }
        var matcher = new AmpMatcher(_messages);
        foreach (AmpUsage ledgerEvent in _ledger)
        {
            AmpUsage call = ledgerEvent;
            bool isCacheInside = false;
            if (matcher.Take(ledgerEvent) is { } index)
            {
                AmpUsage message = _messages[index];
                // Ledgers often leave out the cache counters that the message has.
                call.CacheRead ??= message.CacheRead;
                call.CacheWrite ??= message.CacheWrite;
                call.Credits ??= message.Credits;
                if (!call.Model.IsKnown) call.Model = message.Model;
                isCacheInside = message.IsCacheInside;
            }
            AddRow(call, isCacheInside);
        }
        // The ledger is written late and may stop before the last messages.
        foreach (int index in matcher.Unused) AddRow(_messages[index], _messages[index].IsCacheInside);
    }

    private void AddRow(in AmpUsage call, bool isCacheInside)
    {
        long cacheRead = call.CacheRead ?? 0, cacheWrite = call.CacheWrite ?? 0, input = call.Input ?? 0;
        if (isCacheInside) input = Math.Max(0, input - cacheRead - cacheWrite);
        var tokens = new TokenCounts(input, call.Output ?? 0, cacheRead, cacheWrite, 0, 0);
        long? timestampMs = call.TimestampMs ?? _createdMs + Math.Min(call.MessageId ?? 0, MessageIdMax) * 1000;
        bool isAdded = sink.Add(new UsageRow
        {
            Rank = _ledger.Count + _messageCount,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.ModelOrUnknown(call.Model),
                Provider = ModelProvider.Of(call.Model, sink),
                Session = _session,
                Project = _project,
                Agent = _agent,
                LoggedCredits = call.Credits,
                Messages = tokens.IsZero ? 0 : 1,
            },
        });
        if (isAdded && (call.HasBadTime || timestampMs is null)) sink.Report(ProblemKind.Undated);
    }
}
