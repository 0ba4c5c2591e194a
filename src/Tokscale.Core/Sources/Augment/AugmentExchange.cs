using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Augment;

/// <summary>One entry of the history, borrowed from the document.</summary>
internal ref struct AugmentExchange
{
    public JsonText RequestId, ModelId;
    public long? FinishedMs, SequenceId;

    /// <summary>Of the first answer node that has counts; the later ones of a turn repeat them.</summary>
    public LooseUsage Usage;

    public static AugmentExchange Read(ref JsonCursor json)
    {
        var exchange = default(AugmentExchange);
        if (!json.TryBeginObject()) return exchange;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("finishedAt"u8)) exchange.FinishedMs = json.ReadTime();
            else if (name.Is("sequenceId"u8)) exchange.SequenceId = json.ReadLooseCount();
            else if (name.Is("exchange"u8)) exchange.ReadExchange(ref json);
            else json.SkipValue();
        }
        return exchange;
    }

    private void ReadExchange(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("request_id"u8)) RequestId = json.ReadText();
            else if (name.Is("model_id"u8)) ModelId = json.ReadText();
            else if (name.Is("response_nodes"u8)) ReadNodes(ref json);
            else json.SkipValue();
        }
    }

    private void ReadNodes(ref JsonCursor json)
    {
        if (!json.TryBeginArray()) return;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("token_usage"u8) && Usage.IsEmpty) Usage = LooseUsage.Read(ref json);
                else json.SkipValue();
            }
        }
    }
}
