using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Augment;

/// <summary>Reads one session; an exchange is one call.</summary>
internal sealed class AugmentParser(SourceFile file, UsageSink sink)
{
    private NameId _session, _project, _model;
    private long? _createdMs, _modifiedMs;

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadOnlySpan<byte> history = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("chatHistory"u8)) history = json.ReadRaw();
            else ReadField(name, ref json);
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (!_session.IsKnown) _session = sink.Name(file.Stem);
        var entries = new JsonCursor(history);
        bool isArray = entries.TryBeginArray();
        for (int number = 1; isArray && entries.TryMoveToElement(); number++) AddRow(AugmentExchange.Read(ref entries), number);
        if (entries.HasRefused) sink.Report(ProblemKind.RefusedNumber);
    }

    private void ReadField(scoped in JsonText name, ref JsonCursor json)
    {
        if (name.Is("sessionId"u8)) _session = sink.Name(json.ReadText().Utf8);
        else if (name.Is("workspaceRoot"u8)) _project = sink.Name(json.ReadText().Utf8);
        else if (name.Is("created"u8)) _createdMs = json.ReadTime();
        else if (name.Is("modified"u8)) _modifiedMs = json.ReadTime();
        else if (name.Is("agentState"u8)) ReadAgentState(ref json);
        else json.SkipValue();
    }

    private void ReadAgentState(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryMoveTo("modelId"u8)) _model = sink.Name(json.ReadText().Utf8);
    }

    private void AddRow(in AugmentExchange exchange, int number)
    {
        NameId model = sink.Name(exchange.ModelId.Utf8);
        if (!model.IsKnown) model = _model;
        bool isAdded = sink.Add(new UsageRow
        {
            Key = KeyOf(exchange),
            Event = new UsageEvent
            {
                TimestampMs = exchange.FinishedMs ?? _modifiedMs ?? _createdMs ?? file.ModifiedMs,
                Tokens = exchange.Usage.ToTokens(holdsCaches: false),
                Model = sink.ModelOrUnknown(model),
                Provider = ModelProvider.Of(model, sink),
                Session = _session,
                Project = _project,
                Messages = 1,
            },
        });
        if (isAdded && exchange.FinishedMs is null) sink.Report(ProblemKind.Undated, number);
    }

    private UInt128 KeyOf(in AugmentExchange exchange)
    {
        if (!exchange.RequestId.IsEmpty) return RowKey.Of(exchange.RequestId.Utf8);
        return exchange.SequenceId is { } sequence ? RowKey.Join(RowKey.Of(sink.NameOf(_session)), RowKey.Of([sequence])) : 0;
    }
}
