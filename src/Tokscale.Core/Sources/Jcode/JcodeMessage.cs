using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Jcode;

/// <summary>A message with the counts of its call as the provider gave them.</summary>
internal struct JcodeMessage
{
    /// <summary>Above every line of a journal: of copies the one in the session that is not made from another counts.</summary>
    private const long OwnRank = 1L << 40;

    private NameId _id;
    private long? _timestampMs;
    private long _input, _output, _cacheRead, _cacheWrite, _reasoning;

    /// <summary>The whole prompt, caches and all; null in messages of before October 2026.</summary>
    private long? _prompt;

    private readonly bool IsZero => (_input | _output | _cacheRead | _cacheWrite | _reasoning) == 0;

    /// <summary>Reads one element of <c>messages</c> or <c>append_messages</c>.</summary>
    /// <returns>False when it is no call.</returns>
    public static bool TryRead(ref JsonCursor json, UsageSink sink, out JcodeMessage message)
    {
        message = default;
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) message._id = sink.Name(json.ReadText().Utf8);
            else if (name.Is("timestamp"u8)) message._timestampMs = json.ReadTime();
            else if (name.Is("token_usage"u8)) message.ReadUsage(ref json);
            else json.SkipValue();
        }
        return !message.IsZero;
    }

    /// <param name="rank">Which of several copies is right: the highest.</param>
    /// <param name="line">Where it stands in a journal; null in a snapshot.</param>
    public readonly void AddTo(UsageSink sink, SourceFile file, JcodeContext context, long rank, long? line)
    {
        if (_timestampMs is null) sink.Report(ProblemKind.Undated, line);
        string? provider = sink.NameOf(context.Provider), model = sink.NameOf(context.Model);
        var usage = new UsageEvent
        {
            TimestampMs = _timestampMs ?? file.ModifiedMs,
            Tokens = TokensFor(provider),
            Model = sink.Name(model ?? "unknown"),
            Provider = sink.Name(provider ?? ModelProvider.Of(model)),
            Session = context.Session,
            Project = context.Project,
            Messages = 1,
        };
        sink.Add(new UsageRow { Key = KeyOf(usage, sink), Rank = context.Parent.IsKnown ? rank : rank + OwnRank, Event = usage });
    }

    /// <summary>A session that is split off has its messages from another one; without a time they could be others of the same id.</summary>
    private readonly UInt128 KeyOf(in UsageEvent usage, UsageSink sink)
    {
        if (!_id.IsKnown) return CallKey.Of(usage, sink);
        UInt128 id = RowKey.Of(sink.NameOf(_id));
        return _timestampMs is { } timestampMs ? RowKey.Join(id, RowKey.Of([timestampMs])) : RowKey.Join(RowKey.Of(sink.NameOf(usage.Session)), id);
    }

    /// <summary>
    /// Some providers count cached tokens beside the input, others inside; the log keeps either as it came. The whole prompt
    /// tells which; without it, writes to a cache, or more read from it than the input holds, tell the first kind.
    /// </summary>
    private readonly TokenCounts TokensFor(string? provider)
    {
        bool isBeside = _cacheWrite > 0 || _cacheRead > _input
            || provider is not null && (provider.Contains("anthropic", StringComparison.OrdinalIgnoreCase)
                || provider.Contains("claude", StringComparison.OrdinalIgnoreCase));
        long input = isBeside ? _input : _input - _cacheRead;
        if (_prompt is { } prompt && prompt >= _input) input = Math.Max(0, prompt - _cacheRead - _cacheWrite);
        return new TokenCounts(input, Math.Max(0, _output - _reasoning), _cacheRead, _cacheWrite, CacheWrite1h: 0, _reasoning);
    }

    private void ReadUsage(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_tokens"u8)) _input = json.ReadLooseCount() ?? 0;
            else if (name.Is("prompt_tokens"u8)) _prompt = json.ReadLooseCount();
            else if (name.Is("output_tokens"u8)) _output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_read_input_tokens"u8)) _cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_creation_input_tokens"u8)) _cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoning_output_tokens"u8)) _reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
    }
}
