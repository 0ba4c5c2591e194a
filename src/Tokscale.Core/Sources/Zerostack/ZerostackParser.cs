using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Zerostack;

/// <summary>Reads the sums of one session; the estimates beside them are about the context, not about what was billed.</summary>
internal static class ZerostackParser
{
    public static void Read(ReadOnlySpan<byte> document, SourceFile file, UsageSink sink)
    {
        var totals = default(SessionTotals);
        long? createdMs = null;
        long input = 0, output = 0;
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) totals.Session = sink.Name(json.ReadText().Utf8);
            else if (name.Is("model"u8)) totals.Model = sink.Name(json.ReadText().Utf8);
            else if (name.Is("provider"u8)) totals.Provider = sink.Name(json.ReadText().Utf8);
            else if (name.Is("working_dir"u8)) totals.Project = sink.Name(json.ReadText().Utf8);
            else if (name.Is("updated_at"u8)) totals.TimestampMs = json.ReadTime();
            else if (name.Is("created_at"u8)) createdMs = json.ReadTime();
            else if (name.Is("total_input_tokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("total_output_tokens"u8)) output = json.ReadLooseCount() ?? 0;
            // 0 is written when the program has no price for the model.
            else if (name.Is("total_cost"u8)) totals.CostUsd = json.ReadLooseMoney() is > 0 and var cost ? cost : null;
            else json.SkipValue();
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        totals.Tokens = new(input, output, CacheRead: 0, CacheWrite: 0, CacheWrite1h: 0, Reasoning: 0);
        totals.TimestampMs ??= createdMs;
        totals.AddTo(sink, file);
    }
}
