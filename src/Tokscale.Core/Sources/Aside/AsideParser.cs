using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Sources.Shared.Entries;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Aside;

/// <summary>Reads the messages of one session: each answer of the model is one call.</summary>
internal sealed class AsideParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly NameId _session = sink.Name(file.FolderName);

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        JsonText role = default, model = default, provider = default, responseId = default;
        long? timestampMs = null;
        EntryUsage? usage = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("role"u8)) role = json.ReadText();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("provider"u8)) provider = json.ReadText();
            else if (name.Is("responseId"u8)) responseId = json.ReadText();
            else if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("usage"u8)) usage = EntryUsage.Read(ref json, isLoose: false);
            else json.SkipValue();
        }
        if (!isObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (usage is not { } counts || !role.Is("assistant"u8)) return LineOutcome.NoUsage;
        NameId modelId = sink.Name(model.Utf8);
        var call = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = counts.ToTokens(countsBareTotals: false),
            Model = sink.ModelOrUnknown(modelId),
            Provider = ProviderOf(provider, modelId),
            Session = _session,
            // 0 is written where the program knows no price.
            LoggedCostUsd = counts.CostUsd is > 0 ? counts.CostUsd : null,
            Messages = 1,
        };
        UInt128 key = responseId.IsEmpty ? CallKey.Of(call, sink) : RowKey.Of(responseId.Utf8);
        if (!sink.Add(new UsageRow { Key = key, Event = call })) return LineOutcome.NoUsage;
        if (timestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    /// <summary>The program's own gateway does not say who serves a model.</summary>
    private NameId ProviderOf(scoped in JsonText provider, NameId model) =>
        provider.IsEmpty || provider.Is("aside"u8) ? ModelProvider.Of(model, sink) : sink.Name(provider.Utf8);
}
