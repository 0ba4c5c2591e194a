using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Dsh;

/// <summary>
/// Reads the events of one session. A step can be settled several times, each time with the counts so far, so the last
/// settlement waits until another step, or a retry, shows that it was final.
/// </summary>
internal sealed class DshParser(SourceFile file, UsageSink sink) : ILineParser
{
    private NameId _session = sink.Name(file.FolderName), _project, _model, _provider;
    private long? _createdMs;
    private long _seedLength;
    private UsageRow? _pending;
    private (long Turn, long Step)? _pendingStep;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default;
        long? number = null, timestampMs = null;
        ReadOnlySpan<byte> data = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("seq"u8)) number = json.ReadLooseCount();
            else if (name.Is("time"u8)) timestampMs = json.ReadTime();
            else if (name.Is("data"u8)) data = json.ReadRaw();
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (type.Is("session"u8)) ReadHeader(line.Bytes);
        if (!IsOfInterest(type)) return LineOutcome.NoUsage;

        var dataJson = new JsonCursor(data);
        DshEvent details = DshEvent.Read(ref dataJson);
        if (type.Is("request/header"u8) || type.Is("request/context"u8)) SetModel(details);
        if (type.Is("session/end-seed"u8) && details.IsInherited) LeaveOutSeed();
        if (number < _seedLength) return LineOutcome.NoUsage; // Copied from the session that this one was forked from.
        if (type.Is("llm/retry-started"u8) && StepOf(details) == _pendingStep) AddPending();
        if (details.Usage is not { Tokens: { IsZero: false } tokens }) return LineOutcome.NoUsage;
        if (dataJson.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        UsageRow row = RowOf(details, tokens, number, timestampMs);
        if (type.Is("compaction/summary"u8)) sink.Add(row);
        else Settle(row, StepOf(details));
        return LineOutcome.Usage;
    }

    /// <summary>Adds the last settlement: nothing can replace it any more.</summary>
    public void AddPending()
    {
        if (_pending is { } row) sink.Add(row);
        (_pending, _pendingStep) = (null, null);
    }

    private static bool IsOfInterest(in JsonText type) =>
        type.Is("assistant/message"u8) || type.Is("assistant/attempt"u8) || type.Is("assistant/chunk"u8) || type.Is("compaction/summary"u8)
        || type.Is("llm/retry-started"u8) || type.Is("request/header"u8) || type.Is("request/context"u8) || type.Is("session/end-seed"u8);

    /// <summary>All before this event was copied from the session that this one was forked from.</summary>
    private void LeaveOutSeed()
    {
        AddPending();
        sink.Usage.CopiesLeftOut += sink.Usage.RowsInReading.Count;
        sink.Usage.RowsInReading.Clear();
    }

    private static (long Turn, long Step)? StepOf(in DshEvent details) =>
        details.Turn is { } turn && details.Step is { } step ? (turn, step) : null;

    private void Settle(in UsageRow row, (long Turn, long Step)? step)
    {
        if (_pending is not null && step is not null && step == _pendingStep) sink.Usage.CopiesLeftOut++;
        else AddPending();
        (_pending, _pendingStep) = (row, step);
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        var json = new JsonCursor(line);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) _session = KnownOr(_session, json.ReadText());
            else if (name.Is("cwd"u8)) _project = KnownOr(_project, json.ReadText());
            else if (name.Is("createdAt"u8)) _createdMs = json.ReadTime();
            else if (name.Is("seedLength"u8)) _seedLength = json.ReadLooseCount() ?? 0;
            else if (name.Is("version"u8)) CheckVersion(json.ReadLooseCount());
            else json.SkipValue();
        }
    }

    private void CheckVersion(long? version)
    {
        if (version > DshGeneration.Newest)
            sink.Report(ProblemKind.DoubtfulFile, detail: $"its format is version {version}, newer than {DshGeneration.Newest}, which is known here");
    }

    private void SetModel(in DshEvent details)
    {
        _model = KnownOr(_model, details.Model);
        _provider = KnownOr(_provider, details.Provider);
    }

    private NameId KnownOr(NameId known, in JsonText text)
    {
        NameId stated = sink.Name(text.Utf8);
        return stated.IsKnown ? stated : known;
    }

    private UsageRow RowOf(in DshEvent details, in TokenCounts tokens, long? number, long? timestampMs)
    {
        NameId model = KnownOr(_model, details.Model), provider = KnownOr(_provider, details.Provider);
        string? modelName = sink.NameOf(model);
        UInt128 id = details.Id.IsEmpty ? RowKey.Of([number ?? -1]) : RowKey.Of(details.Id.Utf8);
        UInt128 content = RowKey.Join(
            RowKey.Of(modelName),
            RowKey.Of([timestampMs ?? 0, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning]));
        return new UsageRow
        {
            // Without the session: forks copy calls.
            Key = RowKey.Join(id, content),
            Event = new UsageEvent
            {
                TimestampMs = timestampMs ?? _createdMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = sink.ModelOrUnknown(model),
                Provider = provider.IsKnown ? provider : sink.Name(ModelProvider.Of(modelName)),
                Session = _session,
                Project = _project,
                Messages = 1,
            },
        };
    }
}
