using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>Reads the events of one session. Prompts are told as running totals, answers one by one.</summary>
internal sealed class DevinDesktopParser(SourceFile file, UsageSink sink) : ILineParser
{
    private NameId _session;
    private string? _title;
    private long _input, _cacheRead, _cacheWrite, _output;
    private long? _timestampMs;
    private bool _hasUsage;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        long? timestampMs = null;
        var update = default(Update);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("params"u8)) ReadParameters(ref json, ref update);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (update.Kind.Is("session_info_update"u8) && !update.Title.IsEmpty) _title = update.Title.ToString();
        if (!update.Kind.Is("usage_update"u8) || !update.HasCounts) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        (_input, _cacheRead, _cacheWrite) = (update.Input ?? _input, update.CacheRead ?? _cacheRead, update.CacheWrite ?? _cacheWrite);
        _output = Math.Min(_output + (update.Output ?? 0), JsonCursor.CountMax);
        _timestampMs = timestampMs ?? _timestampMs;
        _hasUsage = true;
        return LineOutcome.Usage;
    }

    /// <summary>Adds what the session used, once all of it was read.</summary>
    public void AddRow()
    {
        if (!_hasUsage) return;
        if (_timestampMs is null) sink.Report(ProblemKind.Undated);
        NameId session = _session.IsKnown ? _session : sink.Name(file.Stem);
        sink.Add(new UsageRow
        {
            Key = RowKey.Of(sink.NameOf(session)),
            Rank = _timestampMs ?? 0,
            Link = DevinDesktopRule.LinkOf(_title),
            Event = new UsageEvent
            {
                TimestampMs = _timestampMs ?? file.ModifiedMs,
                Tokens = new TokenCounts(Math.Max(0, _input - _cacheRead), _output, _cacheRead, _cacheWrite, CacheWrite1h: 0, Reasoning: 0),
                Model = sink.Name("unknown"u8),
                Provider = sink.Name("cognition"u8),
                Session = session,
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
    }

    private void ReadParameters(ref JsonCursor json, ref Update update)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) _session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("update"u8)) ReadUpdate(ref json, ref update);
            else json.SkipValue();
        }
    }

    private static void ReadUpdate(ref JsonCursor json, ref Update update)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionUpdate"u8)) update.Kind = json.ReadText();
            else if (name.Is("title"u8)) update.Title = json.ReadText();
            else if (name.Is("_meta"u8)) ReadCounts(ref json, ref update);
            else json.SkipValue();
        }
    }

    private static void ReadCounts(ref JsonCursor json, ref Update update)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("cognition.ai/inputTokens"u8)) update.Input = json.ReadLooseCount();
            else if (name.Is("cognition.ai/cachedReadTokens"u8)) update.CacheRead = json.ReadLooseCount();
            else if (name.Is("cognition.ai/cachedWriteTokens"u8)) update.CacheWrite = json.ReadLooseCount();
            else if (name.Is("cognition.ai/outputTokens"u8)) update.Output = json.ReadLooseCount();
            else json.SkipValue();
        }
    }

    private ref struct Update
    {
        public JsonText Kind, Title;
        public long? Input, CacheRead, CacheWrite, Output;

        public readonly bool HasCounts => (Input ?? CacheRead ?? CacheWrite ?? Output) is not null;
    }
}
