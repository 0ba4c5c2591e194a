using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Mux;

/// <summary>Reads the totals of one workspace: a record a model, and which other workspaces are part of them.</summary>
internal sealed class MuxTotalsParser(SourceFile file, UsageSink sink)
{
    private readonly NameId _workspace = sink.Name(MuxSource.WorkspaceOf(file));

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        ReadOnlySpan<byte> models = default, children = default;
        long? lastRequestMs = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("byModel"u8)) models = json.ReadRaw();
            else if (name.Is("rolledUpFrom"u8)) children = json.ReadRaw();
            else if (name.Is("lastRequest"u8)) lastRequestMs = ReadTimestamp(ref json);
            else json.SkipValue();
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        AddModels(models, lastRequestMs);
        NoteChildren(children);
    }

    private static long? ReadTimestamp(ref JsonCursor json)
    {
        long? timestampMs = null;
        if (!json.TryBeginObject()) return null;
        while (json.TryMoveTo("timestamp"u8)) timestampMs = json.ReadTime();
        return timestampMs;
    }

    private void AddModels(ReadOnlySpan<byte> models, long? lastRequestMs)
    {
        var json = new JsonCursor(models);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText model))
        {
            MuxTotals totals = MuxTotals.Read(ref json);
            var usage = new UsageEvent
            {
                TimestampMs = lastRequestMs ?? file.ModifiedMs,
                Tokens = totals.Tokens,
                LoggedCostUsd = totals.CostUsd,
                Session = _workspace,
                Class = new PriceClass { IsAggregate = true },
                Messages = 1,
            };
            SplitName.Set(ref usage, model.Utf8, sink, ':');
            bool isAdded = sink.Add(new UsageRow { Flags = MuxCopies.TotalsFlag, Event = usage });
            if (isAdded && lastRequestMs is null) sink.Report(ProblemKind.Undated);
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
    }

    private void NoteChildren(ReadOnlySpan<byte> children)
    {
        var json = new JsonCursor(children);
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText child))
        {
            bool isRolledUp = json.Peek() is JsonKind.Object or JsonKind.True;
            json.SkipValue();
            NameId workspace = sink.Name(child.Utf8);
            if (isRolledUp && workspace.IsKnown && workspace != _workspace) MuxCopies.NoteRolledUp(sink, workspace);
        }
    }
}
