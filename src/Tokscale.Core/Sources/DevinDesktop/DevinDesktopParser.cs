using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.DevinDesktop;

/// <summary>Reads the events of one session.</summary>
internal sealed class DevinDesktopParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly List<UsageRow> _calls = [];

    /// <summary>Counts of the updates so far that name no agent; one that names it with the same counts tells the same call again.</summary>
    private readonly HashSet<(long Input, long CacheRead, long CacheWrite, long Output)> _untagged = [];

    private NameId _session;
    private string? _title;

    /// <summary>The sum of a log in the older form, whose prompts are running totals and whose answers are told one by one.</summary>
    private long _input, _cacheRead, _cacheWrite, _output;

    private long? _sumMs, _lastCallMs, _lastLineMs;
    private bool _hasSum;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        long? lineMs = null;
        var update = default(DevinDesktopUpdate);
        bool isCall = false;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) lineMs = json.ReadTime();
            else if (name.Is("params"u8)) ReadParameters(ref json, ref update);
            else if (name.Is("notification"u8))
            {
                isCall = json.Peek() == JsonKind.Object;
                update.Read(ref json);
            }
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        _lastLineMs = update.TimestampMs ?? lineMs ?? _lastLineMs;
        if (update.Kind.Is("session_info_update"u8) && !update.Title.IsEmpty) _title = update.Title.ToString();
        if (!update.Kind.Is("usage_update"u8) || !update.HasCounts) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (isCall) return AddCall(update, line.Number) ? LineOutcome.Usage : LineOutcome.NoUsage;
        (_input, _cacheRead, _cacheWrite) = (update.Input ?? _input, update.CacheRead ?? _cacheRead, update.CacheWrite ?? _cacheWrite);
        _output = Math.Min(_output + (update.Output ?? 0), JsonCursor.CountMax);
        _sumMs = _lastLineMs;
        _hasSum = true;
        return LineOutcome.Usage;
    }

    /// <summary>Adds what the session used, once all of it was read: title and end may stand behind its calls.</summary>
    public void AddRows()
    {
        NameId session = _session.IsKnown ? _session : sink.Name(file.Stem);
        if (_hasSum) AddSum();
        UInt128 sessionKey = RowKey.Of(sink.NameOf(session));
        for (int index = 0; index < _calls.Count; index++)
        {
            UsageRow row = _calls[index];
            row.Key = row.Event.Class.IsAggregate ? sessionKey : RowKey.Join(sessionKey, RowKey.Of([index]));
            row.Rank = _lastCallMs ?? 0;
            row.Link = DevinDesktopRule.LinkOf(_title);
            row.Event.Session = session;
            sink.Add(row);
        }
    }

    /// <summary>Keeps a call for <see cref="AddRows"/>; false when the update repeats one.</summary>
    private bool AddCall(in DevinDesktopUpdate update, long line)
    {
        var counts = (update.Input ?? 0, update.CacheRead ?? 0, update.CacheWrite ?? 0, update.Output ?? 0);
        if (!update.NamesAgent) _untagged.Add(counts);
        else if (_untagged.Contains(counts)) return false;
        TokenCounts tokens = InclusiveTokens.Split(counts.Item1, counts.Item2, counts.Item3, counts.Item4, reasoning: 0);
        if (tokens.IsZero) return false;
        if (_lastLineMs is null) sink.Report(ProblemKind.Undated, line);
        Keep(tokens, _lastLineMs, sink.Name(update.Model.Utf8), isAggregate: false);
        return true;
    }

    private void AddSum()
    {
        if (_sumMs is null) sink.Report(ProblemKind.Undated);
        var tokens = new TokenCounts(Math.Max(0, _input - _cacheRead), _output, _cacheRead, _cacheWrite, CacheWrite1h: 0, Reasoning: 0);
        Keep(tokens, _sumMs, model: default, isAggregate: true);
    }

    private void Keep(in TokenCounts tokens, long? timestampMs, NameId model, bool isAggregate)
    {
        if (timestampMs > (_lastCallMs ?? 0)) _lastCallMs = timestampMs;
        _calls.Add(new UsageRow
        {
            Flags = model.IsKnown ? DevinDesktopRule.ModelFlag : 0,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = sink.Name(ModelProvider.Of(sink.NameOf(model)) ?? "cognition"),
                Class = new PriceClass { IsAggregate = isAggregate },
                Messages = 1,
            },
        });
    }

    private void ReadParameters(ref JsonCursor json, ref DevinDesktopUpdate update)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("sessionId"u8)) _session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("update"u8)) update.Read(ref json);
            else json.SkipValue();
        }
    }
}
