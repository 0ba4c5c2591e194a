using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Fx;

/// <summary>Reads the totals of one session: a record a model.</summary>
internal sealed class FxParser(SourceFile file, UsageSink sink, FxSession session)
{
    private NameId _session = session.Id;
    private bool _hasUsage;

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        scoped FxTotals snapshot = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("session_id"u8)) SetSession(json.ReadText().Utf8);
            else if (name.Is("snapshot"u8)) snapshot = FxTotals.Read(ref json);
            else json.SkipValue();
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        if (!_session.IsKnown) _session = sink.Name(file.FolderName);
        bool hasRefused = json.HasRefused;
        int modelCount = 0;
        var models = new JsonCursor(snapshot.Models);
        bool isArray = models.TryBeginArray();
        for (; isArray && models.TryMoveToElement(); modelCount++) AddRow(FxTotals.Read(ref models));
        if (modelCount == 0) AddRow(snapshot);
        if (hasRefused || models.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (_hasUsage && session.TimestampMs is null) sink.Report(ProblemKind.Undated);
    }

    private void SetSession(ReadOnlySpan<byte> id)
    {
        NameId stated = sink.Name(id);
        if (stated.IsKnown) _session = stated;
    }

    private void AddRow(in FxTotals totals)
    {
        var usage = new UsageEvent
        {
            TimestampMs = session.TimestampMs ?? file.ModifiedMs,
            Tokens = totals.Tokens,
            Session = _session,
            Project = session.Project,
            LoggedCostUsd = totals.CostUsd,
            DurationMs = (int)Math.Min(totals.DurationMs ?? 0, int.MaxValue),
            Messages = (int)Math.Clamp(totals.RequestCount ?? 1, 1, int.MaxValue),
            Class = new PriceClass { IsAggregate = totals.RequestCount != 1 },
        };
        SplitName.Set(ref usage, totals.Model.Utf8, sink);
        _hasUsage |= sink.Add(new UsageRow
        {
            Key = RowKey.Join(RowKey.Of(sink.NameOf(_session)), RowKey.Of(totals.Model.Utf8)),
            Rank = usage.Tokens.Total,
            Event = usage,
        });
    }
}
