using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Copilot;

/// <summary>Reads the event log of one session: the totals written when a process ends, and what a killed one left.</summary>
internal sealed class CopilotEventsParser : ILineParser
{
    private readonly SourceFile _file;
    private readonly UsageSink _sink;
    private readonly CopilotRecord _kind;
    private readonly Dictionary<UInt128, UsageEvent> _openMessages = [];

    /// <summary>By model, what totals of the same process have told already: they only grow until it ends.</summary>
    private readonly Dictionary<NameId, (TokenCounts Tokens, long RequestCount)> _told = [];

    private NameId _session, _folder, _currentModel;
    private long? _lastTimestampMs;

    public CopilotEventsParser(SourceFile file, UsageSink sink)
    {
        (_file, _sink) = (file, sink);
        bool hasFolder = file.RelativePath.EndsWith("/events.jsonl", StringComparison.Ordinal);
        _kind = hasFolder ? CopilotRecord.Run : CopilotRecord.FlatRun;
        _session = sink.Name(hasFolder ? file.FolderName : file.Stem);
    }

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default;
        ReadOnlySpan<byte> data = default;
        long? timestampMs = null;
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("data"u8)) data = json.ReadRaw();
            else if (name.Is("timestamp"u8)) timestampMs = LogTime.Parse(json.ReadText().Utf8);
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        _lastTimestampMs = timestampMs ?? _lastTimestampMs;
        var fields = new JsonCursor(data);
        if (!fields.TryBeginObject()) return LineOutcome.NoUsage;
        if (type.Is("session.shutdown"u8)) return ReadShutdown(ref fields, line.Number, isDated: timestampMs is not null);
        if (type.Is("assistant.message"u8)) ReadMessage(ref fields, line.Number);
        else if (type.Is("session.start"u8) || type.Is("session.resume"u8)) ReadStart(ref fields);
        else if (type.Is("session.model_change"u8)) ReadModelChange(ref fields);
        return LineOutcome.NoUsage;
    }

    /// <summary>Completes what only the whole file tells: a file is one session, whose name may come late.</summary>
    public void Finish()
    {
        AddOpenMessages();
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(_sink.Usage.RowsInReading)) row.Event.Session = _session;
    }

    /// <summary>Adds the messages of a run that no totals tell of: only their output is known.</summary>
    private void AddOpenMessages()
    {
        foreach (UsageEvent usage in _openMessages.Values) AddRow(usage);
        _openMessages.Clear();
    }

    private LineOutcome ReadShutdown(ref JsonCursor json, long lineNumber, bool isDated)
    {
        ReadOnlySpan<byte> metrics = default;
        TokenCounts details = default;
        NameId model = _currentModel;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("modelMetrics"u8)) metrics = json.ReadRaw();
            else if (name.Is("tokenDetails"u8)) details = CopilotTokens.ReadDetails(ref json);
            else if (name.Is("currentModel"u8)) SetIfKnown(ref model, json.ReadText());
            else json.SkipValue();
        }
        bool hasRefused = json.HasRefused;
        int countBefore = _sink.Usage.RowsInReading.Count;
        if (!TryAddMetrics(metrics, ref hasRefused)) AddTotals(model, details, requestCount: 1, isAggregate: true);
        if (_sink.Usage.RowsInReading.Count == countBefore)
        {
            AddOpenMessages();
            return LineOutcome.NoUsage;
        }
        _openMessages.Clear(); // The totals cover the messages of the run.
        if (!isDated) _sink.Report(ProblemKind.Undated, lineNumber);
        if (hasRefused) _sink.Report(ProblemKind.RefusedNumber, lineNumber);
        return LineOutcome.Usage;
    }

    /// <returns>False when there are no totals by model.</returns>
    private bool TryAddMetrics(ReadOnlySpan<byte> metrics, ref bool hasRefused)
    {
        var json = new JsonCursor(metrics);
        bool hasModels = false;
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText model))
        {
            hasModels = true;
            NameId modelId = _sink.Name(model.Utf8);
            long requestCount = 1;
            CopilotTokens tokens = default;
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("requests"u8)) requestCount = ReadRequestCount(ref json);
                else if (name.Is("usage"u8)) tokens = CopilotTokens.ReadUsage(ref json);
                else json.SkipValue();
            }
            AddTotals(modelId, tokens.ToTokens(), requestCount, isAggregate: requestCount != 1);
        }
        hasRefused |= json.HasRefused;
        return hasModels;
    }

    /// <summary>
    /// Adds what totals have beyond those that the process wrote before; smaller ones are of another process, and empty ones tell nothing.
    /// </summary>
    private void AddTotals(NameId model, in TokenCounts tokens, long requestCount, bool isAggregate)
    {
        if (tokens.IsZero) return;
        (TokenCounts Tokens, long RequestCount) told = _told.GetValueOrDefault(model);
        if (tokens.Total < told.Tokens.Total) told = default;
        _told[model] = (tokens, requestCount);
        AddRow(NewEvent(model, tokens.Beyond(told.Tokens), Math.Max(0, requestCount - told.RequestCount), isAggregate));
    }

    private static long ReadRequestCount(ref JsonCursor json)
    {
        long? count = null;
        if (!json.TryBeginObject()) return 1;
        while (json.TryMoveTo("count"u8)) count = json.ReadCount();
        return count ?? 1;
    }

    /// <summary>A message is written again while it grows; the longest counts, at the time of the first.</summary>
    private void ReadMessage(ref JsonCursor json, long lineNumber)
    {
        NameId model = default;
        UInt128 id = RowKey.Of([lineNumber]);
        long output = 0;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("messageId"u8)) id = RowKey.Of(json.ReadText().Utf8);
            else if (name.Is("model"u8)) model = _sink.Name(json.ReadText().Utf8);
            else if (name.Is("outputTokens"u8)) output = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        UsageEvent usage = NewEvent(model.IsKnown ? model : _currentModel, new TokenCounts(0, output, 0, 0, 0, 0), messages: 1, isAggregate: false);
        usage.IsEstimated = true;
        if (_openMessages.TryGetValue(id, out UsageEvent known))
        {
            if (known.Tokens.Output >= output) return;
            usage.TimestampMs = known.TimestampMs;
        }
        _openMessages[id] = usage;
    }

    /// <summary>Reads the first event of a process. Messages that are open then are of one that was killed.</summary>
    private void ReadStart(ref JsonCursor json)
    {
        AddOpenMessages();
        _told.Clear();
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) SetIfKnown(ref _session, json.ReadText());
            else if (name.Is("selectedModel"u8)) SetIfKnown(ref _currentModel, json.ReadText());
            else if (name.Is("startTime"u8)) _lastTimestampMs ??= LogTime.Parse(json.ReadText().Utf8);
            else if (name.Is("context"u8)) ReadContext(ref json);
            else json.SkipValue();
        }
    }

    private void ReadContext(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("cwd"u8)) SetIfKnown(ref _folder, json.ReadText());
    }

    private void ReadModelChange(ref JsonCursor json)
    {
        while (json.TryMoveTo("newModel"u8)) SetIfKnown(ref _currentModel, json.ReadText());
    }

    private void SetIfKnown(ref NameId target, in JsonText text)
    {
        NameId id = _sink.Name(text.Utf8);
        if (id.IsKnown) target = id;
    }

    private UsageEvent NewEvent(NameId model, in TokenCounts tokens, long messages, bool isAggregate)
    {
        var usage = new UsageEvent
        {
            TimestampMs = _lastTimestampMs ?? _file.ModifiedMs,
            Tokens = tokens,
            Session = _session,
            Project = _folder,
            Class = new PriceClass { IsAggregate = isAggregate },
            Messages = (int)Math.Min(messages, int.MaxValue),
        };
        CopilotNames.SetModel(ref usage, model, _sink);
        return usage;
    }

    private void AddRow(in UsageEvent usage) => _sink.Add(new UsageRow { Flags = (int)_kind, Event = usage });
}
