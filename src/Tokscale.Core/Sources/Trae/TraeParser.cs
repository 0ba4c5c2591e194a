using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Trae;

/// <summary>Reads one saved page of usage: an array of calls.</summary>
internal sealed class TraeParser(SourceFile file, UsageSink sink)
{
    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        if (json.TryBeginArray())
        {
            while (json.TryMoveToElement())
            {
                if (json.TryBeginObject()) ReadCall(ref json);
            }
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
    }

    private void ReadCall(ref JsonCursor json)
    {
        JsonText model = default, mode = default, session = default;
        long? timestampMs = null;
        decimal? costUsd = null;
        TokenCounts tokens = default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model_name"u8)) model = json.ReadText();
            else if (name.Is("mode"u8)) mode = json.ReadText();
            else if (name.Is("session_id"u8)) session = json.ReadText();
            else if (name.Is("usage_time"u8)) timestampMs = json.ReadTime();
            else if (name.Is("dollar_float"u8)) costUsd = json.ReadLooseMoney();
            else if (name.Is("extra_info"u8)) tokens = ReadCounts(ref json);
            else json.SkipValue();
        }
        if (json.HasFailed || session.IsEmpty || tokens.IsZero && costUsd is null or 0) return;
        if (timestampMs is null) sink.Report(ProblemKind.Undated);
        string modelId = ModelOf(model, mode);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = tokens,
            Model = sink.Name(modelId),
            Provider = sink.Name(ModelProvider.Of(modelId) ?? "trae"),
            Session = sink.Name(session.Utf8),
            LoggedCostUsd = costUsd,
            Messages = 1,
        };
        // Pages of one sync overlap with those of the next.
        sink.Add(new UsageRow { Key = CallKey.Of(usage, sink), Event = usage });
    }

    /// <summary>The service shows names such as <c>GPT-5.4</c>; where it picks the model itself, the name is empty.</summary>
    private static string ModelOf(in JsonText model, in JsonText mode)
    {
        string name = model.ToString().Trim();
        if (name.Length > 0) return name.ToLowerInvariant().Replace(' ', '-');
        string modeName = mode.ToString().Trim().ToLowerInvariant();
        return modeName.Length > 0 ? "trae-" + modeName : "unknown";
    }

    private static TokenCounts ReadCounts(ref JsonCursor json)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input_token"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output_token"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_read_token"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_write_token"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        return new TokenCounts(input, output, cacheRead, cacheWrite, CacheWrite1h: 0, Reasoning: 0);
    }
}
