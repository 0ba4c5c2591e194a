using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Reasonix;

/// <summary>Reads the ledger of the first versions. A row is one call, or all calls of a sub-agent.</summary>
internal sealed class ReasonixLedger(SourceFile file, UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText model = default, session = default, folder = default, kind = default;
        long? timestampMs = null, cacheMiss = null;
        long prompt = 0, completion = 0, cacheHit = 0;
        decimal? costUsd = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("ts"u8)) timestampMs = json.ReadTime();
            else if (name.Is("session"u8)) session = json.ReadText();
            else if (name.Is("workspace"u8)) folder = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("kind"u8)) kind = json.ReadText();
            else if (name.Is("promptTokens"u8)) prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completionTokens"u8)) completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheHitTokens"u8)) cacheHit = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheMissTokens"u8)) cacheMiss = json.ReadLooseCount();
            else if (name.Is("costUsd"u8)) costUsd = json.ReadLooseMoney();
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = new TokenCounts(cacheMiss ?? Math.Max(0, prompt - cacheHit), completion, cacheHit, 0, 0, 0),
            LoggedCostUsd = costUsd,
            Session = sink.Name(session.Utf8),
            Project = sink.Name(folder.Utf8),
            Messages = 1,
            Class = new PriceClass { IsAggregate = kind.Is("subagent"u8) },
        };
        SplitName.Set(ref usage, model.Utf8, sink);
        if (!sink.Add(new UsageRow { Event = usage })) return LineOutcome.NoUsage;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        return LineOutcome.Usage;
    }
}
