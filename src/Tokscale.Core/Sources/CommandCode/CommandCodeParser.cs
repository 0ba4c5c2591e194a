using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>Reads one transcript. An answer's prompt is everything before it: the whole context is sent each time.</summary>
internal sealed class CommandCodeParser(SourceFile file, UsageSink sink, CommandCodeConfig config) : ILineParser
{
    private long _contextTokens, _rowNumber;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText role = default, session = default, model = default;
        long? timestampMs = null;
        long contentTokens = 0;
        LooseUsage logged = default; // Should a version ever write counts.
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) role = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("content"u8)) contentTokens = TokenEstimate.OfJson(json.ReadRaw());
            else if (name.Is("usage"u8)) logged = LooseUsage.Read(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        _rowNumber++;
        long contextTokens = _contextTokens;
        _contextTokens += contentTokens;
        if (!role.Is("assistant"u8)) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        TokenCounts tokens = logged.IsEmpty ? new(contextTokens, contentTokens, 0, 0, 0, 0) : logged.ToTokens();
        Add(session, model, timestampMs, tokens, isEstimated: logged.IsEmpty);
        return LineOutcome.Usage;
    }

    private void Add(in JsonText session, in JsonText model, long? timestampMs, in TokenCounts tokens, bool isEstimated)
    {
        string modelId = ModelOf(model.IsEmpty ? config.Model : model.ToString());
        ReadOnlySpan<byte> sessionId = session.Utf8;
        NameId sessionName = sessionId.IsEmpty ? sink.Name(file.Stem) : sink.Name(sessionId);
        sink.Add(new UsageRow
        {
            Key = RowKey.Join(RowKey.Of(sink.NameOf(sessionName)), RowKey.Of([_rowNumber])),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.Name(modelId),
                Provider = sink.Name(string.IsNullOrWhiteSpace(config.Provider) ? ModelProvider.Of(modelId) : config.Provider),
                Session = sessionName,
                Project = sink.Name(file.RelativePath.Split('/') is [var slug, _, ..] ? slug : null),
                LoggedCostUsd = modelId.EndsWith("-free", StringComparison.OrdinalIgnoreCase) ? 0 : null,
                IsEstimated = isEstimated,
                Messages = 1,
            },
        });
    }

    /// <summary>The last part of a path such as <c>MiniMaxAI/MiniMax-M3-Free</c>.</summary>
    private static string ModelOf(string? model)
    {
        string last = model?.Trim().TrimEnd('/') ?? string.Empty;
        last = last[(last.LastIndexOf('/') + 1)..];
        return last.Length == 0 ? "unknown" : last;
    }
}
