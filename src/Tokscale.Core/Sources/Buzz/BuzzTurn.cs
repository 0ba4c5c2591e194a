using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Buzz;

/// <summary>What one message tells of a turn. Ids that were not set are not known.</summary>
internal struct BuzzTurn
{
    public UInt128 Key;

    public NameId Harness, Model, Session;

    public long RowNumber;

    public long? TimestampMs;

    /// <summary>Counts up within the session; null when it is not told.</summary>
    public long? Sequence;

    /// <summary>What the turn used; null where that could not be observed.</summary>
    public BuzzCounts? Used;

    /// <summary>What the session used up to the end of the turn.</summary>
    public BuzzCounts? Total;

    /// <summary>Reads the message.</summary>
    /// <returns>False when it is no valid JSON.</returns>
    public bool TryRead(ReadOnlySpan<byte> message, UsageSink sink, out bool hasRefused)
    {
        var json = new JsonCursor(message);
        NameId billedModel = default;
        bool isReliable = true;
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("harness"u8)) Harness = sink.Name(json.ReadText().Utf8);
                else if (name.Is("model"u8)) Model = sink.Name(json.ReadText().Utf8);
                else if (name.Is("sessionId"u8)) Session = sink.Name(json.ReadText().Utf8);
                else if (name.Is("turnSeq"u8)) Sequence = json.ReadCount();
                else if (name.Is("timestamp"u8)) TimestampMs = json.ReadTime();
                else if (name.Is("turn"u8)) Used = BuzzCounts.Read(ref json);
                else if (name.Is("cumulative"u8)) Total = BuzzCounts.Read(ref json);
                else if (name.Is("deltaReliable"u8)) isReliable = json.ReadBool() ?? true;
                else if (name.Is("pricingIdentity"u8)) billedModel = sink.Name(json.ReadTextIn("model"u8).Utf8);
                else json.SkipValue();
            }
        }
        hasRefused = json.HasRefused;
        if (billedModel.IsKnown) Model = billedModel;
        if (!isReliable) Used = null;
        return json.IsAtEnd;
    }
}
