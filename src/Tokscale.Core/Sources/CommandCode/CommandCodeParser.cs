using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>
/// Reads one transcript, of rows or of entries. The prompt of an answer without counts is everything before it: the whole context is
/// sent each time.
/// </summary>
internal sealed class CommandCodeParser(SourceFile file, UsageSink sink, CommandCodeConfig config) : ILineParser
{
    private NameId _session, _project;
    private long _contextTokens, _rowNumber;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default, id = default, role = default, session = default, folder = default, model = default;
        long? timestampMs = null;
        long contentTokens = 0;
        ReadOnlySpan<byte> usage = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("id"u8)) id = json.ReadText();
            else if (name.Is("message"u8)) ReadMessage(ref json, ref role, ref contentTokens);
            else if (name.Is("role"u8)) role = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("cwd"u8)) folder = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("content"u8)) contentTokens = TokenEstimate.OfJson(json.ReadRaw());
            else if (name.Is("usage"u8)) usage = json.ReadRaw();
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (type.Is("session"u8)) (_session, _project) = (sink.Name(id.Utf8), sink.Name(folder.Utf8));
        _rowNumber++;
        long contextTokens = _contextTokens;
        _contextTokens += contentTokens;
        if (!role.Is("assistant"u8)) return LineOutcome.NoUsage;
        bool isEntry = type.Is("message"u8);
        TokenCounts tokens = ReadUsage(usage, isEntry, line);
        bool isEstimated = tokens.IsZero;
        if (isEstimated) tokens = new(contextTokens, contentTokens, 0, 0, 0, 0);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        long dayMs = timestampMs ?? file.ModifiedMs;
        NameId sessionName = session.IsEmpty ? _session : sink.Name(session.Utf8);
        if (!sessionName.IsKnown) sessionName = sink.Name(file.Stem);
        // A fork repeats the entries of its parent, so that the session is no part of what tells one.
        UInt128 key = isEntry && !id.IsEmpty
            ? RowKey.Join(RowKey.Of(id.Utf8), RowKey.Of([dayMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite]))
            : RowKey.Join(RowKey.Of(sink.NameOf(sessionName)), RowKey.Of([_rowNumber]));
        Add(key, sessionName, model, dayMs, tokens, isEstimated);
        return LineOutcome.Usage;
    }

    private static void ReadMessage(ref JsonCursor json, ref JsonText role, ref long contentTokens)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) role = json.ReadText();
            else if (name.Is("content"u8)) contentTokens = TokenEstimate.OfJson(json.ReadRaw());
            else json.SkipValue();
        }
    }

    private TokenCounts ReadUsage(ReadOnlySpan<byte> usage, bool isEntry, LogLine line)
    {
        if (usage.IsEmpty) return default;
        var json = new JsonCursor(usage);
        TokenCounts tokens = isEntry ? CommandCodeUsage.Read(ref json) : LooseUsage.Read(ref json).ToTokens();
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return tokens;
    }

    private void Add(UInt128 key, NameId session, in JsonText model, long timestampMs, in TokenCounts tokens, bool isEstimated)
    {
        string modelId = ModelOf(model.IsEmpty ? config.Model : model.ToString());
        sink.Add(new UsageRow
        {
            Key = key,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs,
                Tokens = tokens,
                Model = sink.Name(modelId),
                Provider = sink.Name(string.IsNullOrWhiteSpace(config.Provider) ? ModelProvider.Of(modelId) : config.Provider),
                Session = session,
                Project = _project.IsKnown ? _project : sink.Name(file.RelativePath.Split('/') is [var slug, _, ..] ? slug : null),
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
