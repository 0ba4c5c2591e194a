using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Reasonix;

/// <summary>Reads one day. A row is one or more calls; rows that mark a turn have no tokens.</summary>
internal sealed class ReasonixParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly NameId _day = sink.Name(file.Stem);

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText model = default;
        long? timestampMs = null, cacheMiss = null, requests = null;
        long prompt = 0, completion = 0, reasoning = 0, cacheHit = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("ts"u8)) timestampMs = json.ReadTime();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("prompt"u8)) prompt = json.ReadLooseCount() ?? 0;
            else if (name.Is("completion"u8)) completion = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoning"u8)) reasoning = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_hit"u8)) cacheHit = json.ReadLooseCount() ?? 0;
            else if (name.Is("cache_miss"u8)) cacheMiss = json.ReadLooseCount();
            else if (name.Is("requests"u8)) requests = json.ReadLooseCount();
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        TokenCounts tokens = InclusiveTokens.Split(prompt, cacheHit, cacheWrite: 0, completion, Math.Min(reasoning, completion));
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? NoonOfDay() ?? file.ModifiedMs,
            Tokens = tokens with { Input = cacheMiss ?? tokens.Input },
            Session = _day,
            Messages = (int)Math.Clamp(requests ?? 1, 1, int.MaxValue),
            Class = new PriceClass { IsAggregate = requests > 1 },
        };
        SplitName.Set(ref usage, model.Utf8, sink);
        if (!sink.Add(new UsageRow { Event = usage })) return LineOutcome.NoUsage;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        return LineOutcome.Usage;
    }

    /// <summary>The day in the file's name; its middle is on that day in nearly every zone.</summary>
    private long? NoonOfDay() => LogTime.Parse(Encoding.UTF8.GetBytes(file.Stem + "T12:00Z"));
}
