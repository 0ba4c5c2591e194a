using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Amp;

/// <summary>What a ledger event or an assistant message says of one call. Null: it does not say.</summary>
internal struct AmpUsage
{
    public NameId Model;
    public long? Input, Output, CacheRead, CacheWrite;
    public long? TimestampMs;
    public decimal? Credits;

    /// <summary>The message itself, or the one that the event's call wrote.</summary>
    public long? MessageId;

    /// <summary>There was a time that could not be read.</summary>
    public bool HasBadTime;

    private long? _total, _totalInput;

    /// <summary>The prompt's total is its plain input although there are cache counters: they are inside.</summary>
    public readonly bool IsCacheInside => _totalInput is { } total && total == Input && (CacheRead ?? 0) + (CacheWrite ?? 0) > 0;

    /// <summary>Reads a message's <c>usage</c>.</summary>
    public void ReadMessageUsage(ref JsonCursor json, UsageSink sink)
    {
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) Input = json.ReadCount();
            else if (name.Is("outputTokens"u8)) Output = json.ReadCount();
            else if (name.Is("cacheReadInputTokens"u8)) CacheRead = json.ReadCount();
            else if (name.Is("cacheCreationInputTokens"u8)) CacheWrite = json.ReadCount();
            else if (name.Is("totalInputTokens"u8)) _totalInput = json.ReadCount();
            else ReadCommonField(name, ref json, sink);
        }
    }

    /// <summary>Reads an element of the ledger.</summary>
    public void ReadLedgerEvent(ref JsonCursor json, UsageSink sink)
    {
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("tokens"u8)) ReadLedgerTokens(ref json);
            else if (name.Is("toMessageId"u8)) MessageId = json.ReadCount();
            else ReadCommonField(name, ref json, sink);
        }
        // Some events have no split.
        if (Input is null && Output is null) Output = _total;
    }

    private void ReadCommonField(scoped in JsonText name, ref JsonCursor json, UsageSink sink)
    {
        if (name.Is("model"u8)) Model = sink.Name(json.ReadText().Utf8);
        else if (name.Is("credits"u8)) Credits = json.ReadMoney();
        else if (name.Is("timestamp"u8))
        {
            bool isStated = json.Peek() != JsonKind.Null;
            TimestampMs = json.ReadTime();
            HasBadTime = isStated && TimestampMs is null;
        }
        else json.SkipValue();
    }

    private void ReadLedgerTokens(ref JsonCursor json)
    {
        if (!json.TryBeginObject()) return;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("input"u8)) Input = json.ReadCount();
            else if (name.Is("output"u8)) Output = json.ReadCount();
            else if (name.Is("total"u8)) _total = json.ReadCount();
            else if (name.Is("cacheReadInputTokens"u8)) CacheRead = json.ReadCount();
            else if (name.Is("cacheCreationInputTokens"u8)) CacheWrite = json.ReadCount();
            else json.SkipValue();
        }
    }
}
