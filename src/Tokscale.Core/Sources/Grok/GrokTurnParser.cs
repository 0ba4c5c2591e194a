using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Grok;

/// <summary>Reads the log of one session; its turns tell what each model used.</summary>
internal sealed class GrokTurnParser(SourceFile file, UsageSink sink) : ILineParser
{
    /// <summary>Ends the kind of every line that matters: <c>turn_completed</c>, <c>subagent_spawned</c>, <c>subagent_finished</c>.</summary>
    public static readonly LineMarker Marker = new("ed\""u8);

    /// <summary>What a turn without a model ran on, where nothing else of the session tells it.</summary>
    public const string DefaultModel = "grok-build";

    private readonly NameId _session = sink.Name(file.FolderName);

    public LineOutcome ReadLine(LogLine line)
    {
        if (!line.HasMarker) return JsonLines.Glance(line.Bytes);
        var json = new JsonCursor(line.Bytes);
        GrokUpdate update = GrokUpdate.Read(ref json);
        if (!update.IsObject || !json.IsAtEnd) return LineOutcome.Malformed;
        if (update.IsSpawn || update.IsFinish) NoteSubagent(update);
        if (!update.IsTurn) return LineOutcome.NoUsage;

        bool hasRefused = json.HasRefused;
        int modelCount = CountModels(update.Usage, ref hasRefused);
        bool hasUsage = modelCount > 0 ? AddModels(update, modelCount) : AddRow(update, default, update.Usage.Tokens, update.Usage.CostUsd);
        if (hasRefused) sink.Report(ProblemKind.RefusedNumber, line.Number);
        if (!hasUsage) NoteEmptyTurn(update);
        if (hasUsage && update.TimestampMs is null) sink.Report(ProblemKind.Undated, line.Number);
        return hasUsage ? LineOutcome.Usage : LineOutcome.NoUsage;
    }

    /// <summary>How many models of the turn used tokens.</summary>
    private static int CountModels(in GrokUsage turn, ref bool hasRefused)
    {
        var json = new JsonCursor(turn.Models);
        int count = 0;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out _))
        {
            if (!GrokUsage.Read(ref json).Tokens.IsZero) count++;
        }
        hasRefused |= json.HasRefused;
        return count;
    }

    private bool AddModels(in GrokUpdate update, int modelCount)
    {
        bool hasUsage = false;
        var json = new JsonCursor(update.Usage.Models);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText model))
        {
            GrokUsage usage = GrokUsage.Read(ref json);
            if (usage.Tokens.IsZero) continue;
            // The cost of a turn cannot be divided.
            hasUsage |= AddRow(update, model, usage.Tokens, usage.CostUsd ?? (modelCount == 1 ? update.Usage.CostUsd : null));
        }
        return hasUsage;
    }

    private void NoteSubagent(in GrokUpdate update)
    {
        NameId child = sink.Name(update.ChildSession.Utf8);
        if (!child.IsKnown) return;
        sink.Usage.RowsInReading.Add(new UsageRow
        {
            Flags = update.IsSpawn ? GrokCopies.SpawnNote : GrokCopies.FinishNote,
            Link = GrokCopies.LinkOf(update.ParentPrompt.Utf8),
            Event = new UsageEvent { Session = child, TimestampMs = update.TimestampMs ?? 0 },
        });
    }

    private void NoteEmptyTurn(in GrokUpdate update)
    {
        if (update.TimestampMs is not { } timestampMs) return;
        sink.Usage.RowsInReading.Add(new UsageRow
        {
            Flags = GrokCopies.EmptyTurnNote,
            Event = new UsageEvent { Session = _session, TimestampMs = timestampMs },
        });
    }

    private bool AddRow(in GrokUpdate update, JsonText model, in TokenCounts tokens, decimal? costUsd)
    {
        if (tokens.IsZero) return false;
        NameId modelId = sink.Name(model.Utf8);
        bool isAssumed = !modelId.IsKnown;
        if (isAssumed) modelId = sink.Name(DefaultModel);
        UInt128 key = RowKey.Join(update.Key, RowKey.Of(model.Utf8));
        ReadOnlySpan<long> counts = [tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning];
        return sink.Add(new UsageRow
        {
            Key = RowKey.Join(RowKey.Of(sink.NameOf(_session)), key),
            Link = GrokCopies.LinkOf(update.Prompt.Utf8),
            OtherLink = update.HasIdentity ? (ulong)RowKey.Join(key, RowKey.Of(counts)) : 0,
            Flags = (isAssumed ? GrokCopies.ModelAssumed : 0) | (update.TimestampMs is null ? GrokCopies.TimeAssumed : 0),
            Event = new UsageEvent
            {
                TimestampMs = update.TimestampMs ?? file.ModifiedMs,
                Tokens = tokens,
                Model = modelId,
                Provider = sink.Name(ModelProvider.Of(sink.NameOf(modelId)) ?? "xai"),
                Session = _session,
                LoggedCostUsd = costUsd,
                // A turn calls its models as often as it needs.
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            },
        });
    }
}
