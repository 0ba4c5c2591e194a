using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Reads a chat of a workspace, for those without totals; an assistant's line is one call.</summary>
/// <param name="file">The log.</param>
/// <param name="isHeadless">Its lines are calls that no message tells of: each is what a message has as its metadata.</param>
/// <param name="sink">Where rows go.</param>
internal sealed class MuxChatParser(SourceFile file, bool isHeadless, UsageSink sink) : ILineParser
{
    /// <summary>Stands in every line with counts: <c>usage</c> or <c>historicalUsage</c>.</summary>
    public static readonly LineMarker Marker = new("sage\""u8);

    private readonly NameId _workspace = sink.Name(MuxSource.WorkspaceOf(file));

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        JsonText id = default;
        bool isAssistant = isHeadless;
        scoped MuxChatMetadata metadata = default;
        if (isHeadless) metadata = MuxChatMetadata.Read(ref json);
        else if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("id"u8)) id = json.ReadText();
                else if (name.Is("role"u8)) isAssistant = json.ReadText().Is("assistant"u8);
                else if (name.Is("metadata"u8)) metadata = MuxChatMetadata.Read(ref json);
                else json.SkipValue();
            }
        }
        if (!json.IsAtEnd) return LineOutcome.Malformed;
        if (!isAssistant) return LineOutcome.NoUsage;
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        bool hasUsage = AddPast(metadata, id, line.Number) | AddCall(metadata, id);
        if (hasUsage && metadata.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        return hasUsage ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    private bool AddCall(in MuxChatMetadata metadata, JsonText id) =>
        sink.Add(new UsageRow { Key = id.IsEmpty ? 0 : RowKey.Of(id.Utf8), Flags = MuxCopies.ChatFlag, Event = MakeEvent(metadata, metadata.ToTokens()) });

    /// <summary>A summary of the chat so far holds what was used before it; of several in a chat the last one counts.</summary>
    private bool AddPast(in MuxChatMetadata metadata, JsonText id, long line)
    {
        UsageEvent usage = MakeEvent(metadata, metadata.Past.Tokens);
        usage.LoggedCostUsd = metadata.Past.CostUsd;
        usage.Class = new PriceClass { IsAggregate = true };
        UInt128 key = id.IsEmpty ? RowKey.Join(RowKey.Of(sink.NameOf(_workspace)), RowKey.Of([line])) : RowKey.Of("history"u8, id.Utf8);
        return sink.Add(new UsageRow { Key = key, Flags = MuxCopies.PastFlag, Event = usage });
    }

    private UsageEvent MakeEvent(in MuxChatMetadata metadata, in TokenCounts tokens)
    {
        var usage = new UsageEvent
        {
            TimestampMs = metadata.TimestampMs ?? file.ModifiedMs,
            Tokens = tokens,
            Session = _workspace,
            Messages = 1,
        };
        SplitName.Set(ref usage, metadata.Model.Utf8, sink, ':');
        return usage;
    }
}
