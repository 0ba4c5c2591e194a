using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CodeWhale;

/// <summary>Reads the facts of one session; its messages carry no counts.</summary>
internal sealed class CodeWhaleParser(SourceFile file, UsageSink sink)
{
    private SessionTotals _totals;
    private long? _createdMs;

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("metadata"u8)) ReadFacts(ref json);
            else json.SkipValue();
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        _totals.IsEstimated = true;
        _totals.TimestampMs ??= _createdMs;
        _totals.AddTo(sink, file);
    }

    private void ReadFacts(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) _totals.Session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("parent_session_id"u8)) sink.Usage.ParentSession = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model"u8)) _totals.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model_provider"u8)) _totals.Provider = sink.Name(json.ReadText().Utf8);
            else if (name.Is("workspace"u8)) _totals.Project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("updated_at"u8)) _totals.TimestampMs = json.ReadTime();
            else if (name.Is("created_at"u8)) _createdMs = json.ReadTime();
            else if (name.Is("total_tokens"u8)) _totals.Tokens = new TokenCounts(json.ReadLooseCount() ?? 0, 0, 0, 0, 0, 0);
            else if (name.Is("cost"u8)) _totals.CostUsd = ReadCost(ref json);
            else json.SkipValue();
        }
    }

    /// <returns>Null when it is 0 too: then no turn had a price.</returns>
    private static decimal? ReadCost(ref JsonCursor json)
    {
        decimal costUsd = 0;
        if (!json.TryBeginObject()) return null;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("session_cost_usd"u8) || name.Is("subagent_cost_usd"u8)) costUsd += json.ReadLooseMoney() ?? 0;
            else json.SkipValue();
        }
        return costUsd > 0 ? costUsd : null;
    }
}
