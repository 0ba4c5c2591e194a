using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Qwen;

/// <summary>Reads one month of the ledger, which has a line for each answer of a model.</summary>
internal sealed class QwenLedgerParser(SourceFile file, UsageSink sink) : ILineParser
{
    public LineOutcome ReadLine(LogLine line)
    {
        JsonText id = default, session = default, model = default, caller = default;
        long? timestampMs = null;
        long prompt = 0, candidates = 0, cached = 0, thoughts = 0, total = 0;
        var json = new JsonCursor(line.Bytes);
        if (!json.TryBeginObject()) return LineOutcome.Malformed;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) id = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("source"u8)) caller = json.ReadText();
            else if (name.Is("inputTokens"u8)) prompt = json.ReadCount() ?? 0;
            else if (name.Is("outputTokens"u8)) candidates = json.ReadCount() ?? 0;
            else if (name.Is("cachedTokens"u8)) cached = json.ReadCount() ?? 0;
            else if (name.Is("thoughtsTokens"u8)) thoughts = json.ReadCount() ?? 0;
            else if (name.Is("totalTokens"u8)) total = json.ReadCount() ?? 0;
            else json.SkipValue();
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;

        var usage = new QwenUsage(prompt, candidates, total, cached, thoughts);
        NameId modelId = model.IsEmpty ? sink.Name("unknown"u8) : sink.Name(model.Utf8);
        var row = new UsageRow
        {
            Key = id.IsEmpty ? RowKey.Of(line.Bytes) : RowKey.Of(id.Utf8),
            Link = QwenRecorded.LinkOf((usage with { Total = 0 }).ToTokens()),
            Flags = QwenRule.LedgerFlag,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = usage.ToTokens(),
                Model = modelId,
                Provider = sink.Name(QwenModels.ProviderOf(sink.NameOf(modelId)!)),
                Session = sink.Name(session.Utf8),
                Agent = caller.IsEmpty ? sink.Name("main"u8) : sink.Name(caller.Utf8),
                Messages = 1,
            },
        };
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }
}
