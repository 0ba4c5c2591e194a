using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Warp;

/// <summary>Reads the usage of an account: requests and money of each workspace, no tokens.</summary>
internal static class WarpAccount
{
    private const decimal CentsPerUsd = 100;

    public static void Read(ReadOnlySpan<byte> document, SourceFile file, UsageSink sink)
    {
        long? syncedMs = null;
        ReadOnlySpan<byte> account = default, workspaces = default;
        var json = new JsonCursor(document);
        if (json.TryBeginObject())
        {
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is("syncedAt"u8)) syncedMs = json.ReadTime();
                else if (name.Is("usage"u8)) account = json.ReadRaw();
                else if (name.Is("workspaces"u8)) workspaces = json.ReadRaw();
                else json.SkipValue();
            }
        }
        if (!json.IsAtEnd)
        {
            sink.Report(ProblemKind.MalformedFile);
            return;
        }
        // The account's figures are the sum over its workspaces.
        bool isAdded = AddWorkspaces(workspaces, syncedMs ?? file.ModifiedMs, file, sink);
        if (!isAdded && !account.IsEmpty)
        {
            var cursor = new JsonCursor(account);
            isAdded = Add(ref cursor, syncedMs ?? file.ModifiedMs, file, sink);
        }
        if (isAdded && syncedMs is null) sink.Report(ProblemKind.Undated);
    }

    private static bool AddWorkspaces(ReadOnlySpan<byte> workspaces, long timestampMs, SourceFile file, UsageSink sink)
    {
        bool isAdded = false;
        var json = new JsonCursor(workspaces);
        if (workspaces.IsEmpty || !json.TryBeginArray()) return false;
        while (json.TryMoveToElement()) isAdded |= Add(ref json, timestampMs, file, sink);
        return isAdded;
    }

    private static bool Add(ref JsonCursor json, long timestampMs, SourceFile file, UsageSink sink)
    {
        JsonText id = default, label = default;
        long requests = 0;
        decimal? cents = null;
        if (!json.TryBeginObject()) return false;
        while (json.TryReadName(out JsonText name))
        {
            if (name.Is("id"u8)) id = json.ReadText();
            else if (name.Is("name"u8)) label = json.ReadText();
            else if (name.Is("requestsUsed"u8)) requests = json.ReadLooseCount() ?? 0;
            else if (name.Is("spendCents"u8)) cents = json.ReadLooseMoney();
            else json.SkipValue();
        }
        if (requests == 0 && cents is null or 0) return false;
        return sink.AddFree(new UsageRow
        {
            Key = KeyOf(id, label, file),
            Rank = timestampMs,
            Event = new UsageEvent
            {
                TimestampMs = timestampMs,
                Model = sink.Name("aggregate-requests"u8),
                Provider = sink.Name("warp"u8),
                Session = sink.Name(id.IsEmpty ? label.Utf8 : id.Utf8),
                Class = new PriceClass { IsAggregate = true },
                LoggedCostUsd = cents / CentsPerUsd,
                Messages = (int)Math.Min(requests, int.MaxValue),
            },
        });
    }
    /// <summary>An account that tells nothing of itself is the one of its file.</summary>
    private static UInt128 KeyOf(in JsonText id, in JsonText label, SourceFile file)
    {
        if (!id.IsEmpty) return RowKey.Of("workspace"u8, id.Utf8);
        return label.IsEmpty ? RowKey.Join(RowKey.Of("account"u8), RowKey.Of(file.Stem)) : RowKey.Of("name"u8, label.Utf8);
    }
}
