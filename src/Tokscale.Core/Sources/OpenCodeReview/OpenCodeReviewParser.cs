using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCodeReview;

/// <summary>Reads one review: its first line names folder and model, responses carry the counts.</summary>
internal sealed class OpenCodeReviewParser(SourceFile file, UsageSink sink) : ILineParser
{
    private NameId _session, _project, _model;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default, session = default, cwd = default, model = default, uuid = default;
        long? timestampMs = null, durationMs = null;
        TokenCounts tokens = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("uuid"u8)) uuid = json.ReadText();
            else if (name.Is("cwd"u8)) cwd = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("duration_ms"u8)) durationMs = json.ReadLooseCount();
            else if (name.Is("usage"u8)) tokens = ReadUsage(ref json);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (!session.IsEmpty) _session = sink.Name(session.Utf8);
        if (type.Is("session_start"u8))
        {
            _project = sink.Name(cwd.Utf8);
            _model = sink.Name(model.Utf8);
        }
        if (!type.Is("llm_response"u8) || tokens.IsZero) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        Add(uuid, model, timestampMs, durationMs, uuid.IsEmpty ? tokens : WithoutCaches(tokens));
        return LineOutcome.Usage;
    }

    private static TokenCounts ReadUsage(ref JsonCursor json)
    {
        TokenCounts tokens = default;
        if (!json.TryBeginObject()) return tokens;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("prompt_tokens"u8)) tokens = tokens with { Input = json.ReadLooseCount() ?? 0 };
            else if (name.Is("completion_tokens"u8)) tokens = tokens with { Output = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_read_tokens"u8)) tokens = tokens with { CacheRead = json.ReadLooseCount() ?? 0 };
            else if (name.Is("cache_write_tokens"u8)) tokens = tokens with { CacheWrite = json.ReadLooseCount() ?? 0 };
            else json.SkipValue();
        }
        return tokens;
    }

    /// <summary>The program's prompts hold both caches; where these are more, a gateway's counters stand beside each other.</summary>
    private static TokenCounts WithoutCaches(in TokenCounts tokens)
    {
        long caches = tokens.CacheRead + tokens.CacheWrite;
        return caches > tokens.Input ? tokens : tokens with { Input = tokens.Input - caches };
    }

    private void Add(in JsonText uuid, in JsonText model, long? timestampMs, long? durationMs, in TokenCounts tokens)
    {
        NameId session = _session.IsKnown ? _session : sink.Name(file.Stem);
        NameId modelId = sink.Name(model.Utf8);
        if (!modelId.IsKnown) modelId = sink.ModelOrUnknown(_model);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = tokens,
            Model = modelId,
            Provider = ModelProvider.Of(modelId, sink),
            Session = session,
            Project = _project,
            DurationMs = (int)Math.Min(durationMs ?? 0, int.MaxValue),
            Messages = 1,
        };
        // Times are whole seconds: of two reviews of files at once, two calls may be equal but for their line's id.
        UInt128 key = uuid.IsEmpty ? CallKey.Of(usage, sink) : RowKey.Join(RowKey.Of(sink.NameOf(session)), RowKey.Of(uuid.Utf8));
        sink.Add(new UsageRow { Key = key, Event = usage });
    }
}
