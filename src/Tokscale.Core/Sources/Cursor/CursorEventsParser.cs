using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Cursor;

/// <summary>Reads the usage events of the dashboard, as another tool's sync saved them.</summary>
internal sealed class CursorEventsParser(SourceFile file, UsageSink sink)
{
    private readonly CursorEvents _events = new(file, sink);

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        bool isObject = json.TryBeginObject(), isFound = false;
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (isFound || !name.Is("usageEventsDisplay"u8)) json.SkipValue();
            else
            {
                isFound = true;
                bool isArray = json.TryBeginArray();
                for (int number = 1; isArray && json.TryMoveToElement(); number++) ReadEvent(ref json, number);
            }
        }
        if (json.HasRefused) sink.Report(ProblemKind.RefusedNumber);
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
        else if (!isFound) sink.Report(ProblemKind.MalformedFile, detail: "no usage events");
    }

    private void ReadEvent(ref JsonCursor json, int number)
    {
        JsonText model = default, kind = default, session = default, agent = default;
        long? timestampMs = null;
        decimal? chargedCents = null, meteredCents = null;
        TokenCounts tokens = default;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("timestamp"u8)) timestampMs = json.ReadTime();
            else if (name.Is("model"u8)) model = json.ReadText();
            else if (name.Is("kind"u8)) kind = json.ReadText();
            else if (name.Is("conversationId"u8)) session = json.ReadText();
            else if (name.Is("cloudAgentId"u8)) agent = json.ReadText();
            else if (name.Is("chargedCents"u8)) chargedCents = json.ReadLooseMoney();
            else if (name.Is("tokenUsage"u8)) tokens = ReadTokens(ref json, out meteredCents);
            else json.SkipValue();
        }
        if (json.HasFailed) return;
        ReadOnlySpan<byte> modelId = Trim(model);
        if (timestampMs is null || modelId.IsEmpty)
        {
            sink.Report(ProblemKind.MalformedRow, number);
            return;
        }
        _events.Add(new CursorEvent
        {
            TimestampMs = timestampMs.Value,
            // The editor's choice has another name in exports.
            Model = modelId.SequenceEqual("default"u8) ? "auto"u8 : modelId,
            Tokens = tokens,
            CostUsd = CostOf(chargedCents, meteredCents, kind),
            IsFree = IsFree(kind),
            Agent = Trim(agent),
            Session = Trim(session),
        });
    }

    private static TokenCounts ReadTokens(ref JsonCursor json, out decimal? meteredCents)
    {
        long input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
        meteredCents = null;
        bool isObject = json.TryBeginObject();
        while (isObject && json.TryReadName(out JsonText name))
        {
            if (name.Is("inputTokens"u8)) input = json.ReadLooseCount() ?? 0;
            else if (name.Is("outputTokens"u8)) output = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheReadTokens"u8)) cacheRead = json.ReadLooseCount() ?? 0;
            else if (name.Is("cacheWriteTokens"u8)) cacheWrite = json.ReadLooseCount() ?? 0;
            else if (name.Is("totalCents"u8)) meteredCents = json.ReadLooseMoney();
            else json.SkipValue();
        }
        return new TokenCounts(input, output, cacheRead, cacheWrite, CacheWrite1h: 0, Reasoning: 0);
    }

    /// <summary>What exports have as the cost. The charge holds a team's fee; where a plan covers the event it may be 0.</summary>
    private static decimal? CostOf(decimal? chargedCents, decimal? meteredCents, in JsonText kind)
    {
        if (IsFree(kind)) return chargedCents / 100;
        decimal? cents = chargedCents > meteredCents ? chargedCents : meteredCents ?? chargedCents;
        bool isStated = cents > 0 || kind.Utf8.IndexOf("INCLUDED"u8) < 0;
        return isStated ? cents / 100 : null;
    }

    private static bool IsFree(in JsonText kind) => kind.Utf8.IndexOf("NOT_CHARGED"u8) >= 0;

    private static ReadOnlySpan<byte> Trim(in JsonText text) => text.Utf8.Trim(" \t\r\n\0"u8);
}
