using System.Runtime.InteropServices;
using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Antigravity;

/// <summary>Reads one saved session: a row of facts about it and a row for each call.</summary>
internal sealed class AntigravityParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly Dictionary<NameId, SessionFacts> _factsOf = [];
    private SessionFacts _lastFacts;

    public LineOutcome ReadLine(LogLine line)
    {
        var json = new JsonCursor(line.Bytes);
        JsonText type = default, session = default, model = default, provider = default, workspace = default, responseId = default;
        long? timestampMs = null;
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("type"u8)) type = json.ReadText();
            else if (name.Is("sessionId"u8)) session = json.ReadText();
            else if (name.Is("modelId"u8)) model = json.ReadText();
            else if (name.Is("providerId"u8)) provider = json.ReadText();
            else if (name.Is("workspace"u8)) workspace = json.ReadText();
            else if (name.Is("responseId"u8)) responseId = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("input"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("output"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheRead"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWrite"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("reasoning"u8)) reasoning = json.ReadLooseCount() ?? 0;
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (type.Is("session_meta"u8)) KeepFacts(session, model, provider, workspace);
        // The sync writes time 0 for what is no finished call.
        if (!type.Is("usage"u8) || timestampMs is null) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs.Value,
            Tokens = new TokenCounts(input, output, cacheRead, cacheWrite, CacheWrite1h: 0, reasoning),
            Session = sink.Name(session.Utf8),
            Model = ModelOf(model),
            Provider = sink.Name(provider.Utf8),
            Messages = 1,
        };
        UInt128 key = responseId.IsEmpty ? 0 : RowKey.Of("response"u8, responseId.Utf8);
        return sink.Add(new UsageRow { Key = key, Event = usage }) ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    /// <summary>What a call does not say itself is told by the facts of its session, which may stand behind it.</summary>
    public void FillGaps()
    {
        NameId session = _lastFacts.Session.IsKnown ? _lastFacts.Session : sink.Name(file.Stem);
        NameId unknown = sink.Name("unknown"u8);
        foreach (ref UsageRow row in CollectionsMarshal.AsSpan(sink.Usage.RowsInReading))
        {
            ref UsageEvent usage = ref row.Event;
            bool hasOwnModel = usage.Model.IsKnown;
            if (!usage.Session.IsKnown) usage.Session = session;
            SessionFacts facts = _factsOf.GetValueOrDefault(usage.Session, _lastFacts);
            if (!hasOwnModel) usage.Model = facts.Model.IsKnown ? facts.Model : unknown;
            if (!usage.Provider.IsKnown && !hasOwnModel) usage.Provider = facts.Provider;
            if (!usage.Provider.IsKnown) usage.Provider = ModelProvider.Of(usage.Model, sink);
            usage.Project = facts.Project;
            if (row.Key == 0) row.Key = KeyOf(usage);
        }
    }

    /// <summary>Without the model, which one sync writes with the call and another with the session.</summary>
    private UInt128 KeyOf(in UsageEvent usage)
    {
        ref readonly TokenCounts tokens = ref usage.Tokens;
        ReadOnlySpan<long> numbers =
            [usage.TimestampMs, tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning];
        return RowKey.Join(RowKey.Of(sink.NameOf(usage.Session)), RowKey.Of(numbers));
    }

    private void KeepFacts(in JsonText session, in JsonText model, in JsonText provider, in JsonText workspace)
    {
        _lastFacts = new SessionFacts(
            sink.Name(session.Utf8), ModelOf(model), sink.Name(provider.Utf8), sink.Name(FileUri.ToPath(workspace.ToString())));
        _factsOf[_lastFacts.Session] = _lastFacts;
    }

    private NameId ModelOf(in JsonText model)
    {
        string id = model.ToString().Trim();
        return sink.Name(NumberedModels.OfPlaceholder(id) ?? id);
    }

    private readonly record struct SessionFacts(NameId Session, NameId Model, NameId Provider, NameId Project);
}
