using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenHands;

/// <summary>Reads the state of one conversation: for each use of a model its calls, or where none are kept their sum.</summary>
internal sealed class OpenHandsParser(SourceFile file, UsageSink sink)
{
    private NameId _session, _project;
    private bool _isDriver;

    public void Read(ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> uses = default;
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("id"u8)) _session = sink.Name(json.ReadText().Utf8);
                else if (name.Is("agent"u8)) _isDriver = json.ReadTextIn("kind"u8).Is("ACPAgent"u8);
                else if (name.Is("workspace"u8)) _project = sink.Name(json.ReadTextIn("working_dir"u8).Utf8);
                else if (name.Is("stats"u8)) uses = UsesIn(ref json);
                else json.SkipValue();
            }
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        // An agent that drives another program has the counts of that program's calls, which are in its own logs.
        if (_isDriver) return;
        if (!_session.IsKnown) _session = sink.Name(file.FolderName);
        ReadUses(uses);
    }

    private static ReadOnlySpan<byte> UsesIn(scoped ref JsonCursor json)
    {
        ReadOnlySpan<byte> uses = default;
        if (!json.TryBeginObject()) return uses;
        while (json.TryMoveTo("usage_to_metrics"u8)) uses = json.ReadRaw();
        return uses;
    }

    private void ReadUses(ReadOnlySpan<byte> uses)
    {
        var json = new JsonCursor(uses);
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name)) ReadUse(name, ref json);
    }

    private void ReadUse(scoped in JsonText use, ref JsonCursor json)
    {
        ReadOnlySpan<byte> calls = default, costs = default, sum = default;
        JsonText model = default;
        decimal? costUsd = null;
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("model_name"u8)) model = json.ReadText();
            else if (name.Is("accumulated_cost"u8)) costUsd = json.ReadMoney();
            else if (name.Is("accumulated_token_usage"u8)) sum = json.ReadRaw();
            else if (name.Is("costs"u8)) costs = json.ReadRaw();
            else if (name.Is("token_usages"u8)) calls = json.ReadRaw();
            else json.SkipValue();
        }
        if (CountIn(calls) is > 0 and var callCount) AddCalls(use, model, calls, callCount == CountIn(costs) ? costs : default);
        else AddSum(use, model, sum, costUsd);
    }

    private static int CountIn(ReadOnlySpan<byte> array)
    {
        var json = new JsonCursor(array);
        int count = 0;
        if (json.TryBeginArray())
        {
            for (; json.TryMoveToElement(); count++) json.SkipValue();
        }
        return count;
    }

    /// <param name="use">What the model is used for.</param>
    /// <param name="model">The model of calls that tell none.</param>
    /// <param name="calls">An array.</param>
    /// <param name="costs">An array with an element for each call; empty when it cannot be told which cost is whose.</param>
    private void AddCalls(scoped in JsonText use, scoped in JsonText model, ReadOnlySpan<byte> calls, ReadOnlySpan<byte> costs)
    {
        JsonCursor json = new(calls), paid = new(costs);
        json.TryBeginArray();
        bool arePaid = paid.TryBeginArray();
        for (int index = 0; json.TryMoveToElement(); index++)
        {
            OpenHandsUsage usage = OpenHandsUsage.Read(ref json);
            (long? timestampMs, decimal? costUsd) = arePaid && paid.TryMoveToElement() ? CostIn(ref paid) : default;
            UInt128 key = usage.Key();
            if (key == 0) key = RowKey.Join(KeyOf(use), RowKey.Of([index]));
            Add(usage, model, key, timestampMs, costUsd, isSum: false);
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
    }

    private static (long? TimestampMs, decimal? CostUsd) CostIn(ref JsonCursor json)
    {
        long? timestampMs = null;
        decimal? costUsd = null;
        if (!json.TryBeginObject()) return default;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("cost"u8)) costUsd = json.ReadMoney();
            else json.SkipValue();
        }
        return (timestampMs, costUsd);
    }

    private void AddSum(scoped in JsonText use, scoped in JsonText model, ReadOnlySpan<byte> sum, decimal? costUsd)
    {
        var json = new JsonCursor(sum);
        OpenHandsUsage usage = OpenHandsUsage.Read(ref json);
        // What could not be priced is written as 0, a sum without calls too.
        Add(usage, model, KeyOf(use), timestampMs: null, costUsd is > 0 ? costUsd : null, isSum: true);
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
    }

    private UInt128 KeyOf(scoped in JsonText use) => RowKey.Join(RowKey.Of(sink.NameOf(_session)), RowKey.Of(use.Utf8));

    private void Add(
        scoped in OpenHandsUsage call, scoped in JsonText model, UInt128 key, long? timestampMs, decimal? costUsd, bool isSum)
    {
        var usage = new UsageEvent
        {
            TimestampMs = timestampMs ?? file.ModifiedMs,
            Tokens = call.Tokens(),
            Session = _session,
            Project = _project,
            LoggedCostUsd = costUsd,
            Class = new PriceClass { IsAggregate = isSum },
            Messages = 1,
        };
        SplitName.Set(ref usage, sink.Name(call.Model.Utf8).IsKnown ? call.Model.Utf8 : model.Utf8, sink);
        bool isAdded = sink.Add(new UsageRow { Key = key, Event = usage });
        if (isAdded && timestampMs is null) sink.Report(ProblemKind.Undated);
    }
}
