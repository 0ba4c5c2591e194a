using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>Reads the history of a session, or a snapshot of it: an answer of the model is a call.</summary>
internal sealed class MCodeHistoryParser(SourceFile file, UsageSink sink) : ILineParser
{
    private readonly NameId _session = sink.Name(MCodeFolder.SessionOf(file.RelativePath));

    /// <summary>Names the counts; inside text the quotes would be escaped.</summary>
    public static LineMarker Marker { get; } = new("\"usage\""u8);

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        MCodeMessage message = MCodeMessage.Read(line.Bytes);
        if (!message.IsValid) return LineOutcome.Malformed;
        if (!message.Role.Is("assistant"u8) || message.Usage is not { } usage) return LineOutcome.NoUsage;
        NameId model = sink.Name(message.Model.Utf8), provider = sink.Name(message.Provider.Utf8);
        var row = new UsageRow
        {
            Key = KeyOf(message),
            Link = MCodeCopies.LinkOf(sink.NameOf(_session), sink.NameOf(sink.Name(message.TurnId.Utf8))),
            Event = new UsageEvent
            {
                TimestampMs = message.TimestampMs ?? file.ModifiedMs,
                Tokens = usage.ToTokens(countsBareTotals: true),
                Model = sink.ModelOrUnknown(model),
                Provider = provider.IsKnown ? provider : ModelProvider.Of(model, sink),
                Session = _session,
                LoggedCostUsd = usage.CostUsd > 0 ? usage.CostUsd : null,
                Messages = 1,
            },
        };
        row.Rank = row.Event.Tokens.Total;
        if (!sink.Add(row)) return LineOutcome.NoUsage;
        if (message.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        if (message.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        return LineOutcome.Usage;
    }

    /// <summary>Old messages have small numbers for ids, and local models number their responses by chance; the time tells them apart.</summary>
    private static UInt128 KeyOf(in MCodeMessage message)
    {
        ReadOnlySpan<byte> id = message.ResponseId.IsEmpty ? message.MessageId.Utf8 : message.ResponseId.Utf8;
        return id.IsEmpty ? 0 : RowKey.Join(RowKey.Of(id), RowKey.Of([message.TimestampMs ?? 0]));
    }
}
