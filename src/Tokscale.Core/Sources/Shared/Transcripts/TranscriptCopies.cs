using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>
/// Which of several lines with one message id is the bill: snapshots while streaming, one line a content block, copies in
/// resumed and forked sessions, replays in side files.
/// </summary>
internal static class TranscriptCopies
{
    /// <summary>The row is a call on the side of the message row before it.</summary>
    public const int IterationFlag = 1 << 0;

    private const int SidechainFlag = 1 << 1;
    private const int NoInputFlag = 1 << 2, NoOutputFlag = 1 << 3, NoCacheReadFlag = 1 << 4, NoCacheWriteFlag = 1 << 5;
    private const int MissingFlags = NoInputFlag | NoOutputFlag | NoCacheReadFlag | NoCacheWriteFlag;

    /// <summary>Most output first, then a line with cache counters, then one whose response had ended.</summary>
    public static long RankOf(in TranscriptLine record)
    {
        bool hasCacheKeys = record.Usage.CacheRead is not null || record.Usage.HasCacheWrite;
        return (record.Usage.Output ?? 0) << 2 | (hasCacheKeys ? 2L : 0) | (record.HasStopReason ? 1L : 0);
    }

    public static int FlagsOf(in TranscriptLine record) =>
        (record.IsSidechain ? SidechainFlag : 0)
        | (record.Usage.Input is null ? NoInputFlag : 0)
        | (record.Usage.Output is null ? NoOutputFlag : 0)
        | (record.Usage.CacheRead is null ? NoCacheReadFlag : 0)
        | (record.Usage.HasCacheWrite ? 0 : NoCacheWriteFlag);

    /// <inheritdoc cref="KeyedDuplicateRule.Merge"/>
    public static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events)
    {
        // A side file may replay a response of the main one under a new request with other counters; that is not billed again.
        int dropped = HasMainRow(copies) ? SidechainFlag : 0;
        int winner = -1, earliest = -1;
        for (int index = 0; index < copies.Length; index++)
        {
            ref readonly UsageRow row = ref copies[index];
            if ((row.Flags & (IterationFlag | dropped)) != 0) continue;
            if (winner < 0 || row.Rank >= copies[winner].Rank) winner = index;
            if (earliest < 0 || row.Event.TimestampMs < copies[earliest].Event.TimestampMs) earliest = index;
        }
        ref readonly UsageEvent owner = ref copies[earliest].Event;
        UsageEvent usage = KeyedDuplicateRule.OwnedBy(copies[winner].Event, owner);
        usage.Tokens = FillMissing(copies, winner, dropped);
        usage.LoggedCostUsd = LargestCost(copies);
        events.Add(usage);
        for (int index = winner + 1; index < copies.Length && (copies[index].Flags & IterationFlag) != 0; index++)
        {
            events.Add(KeyedDuplicateRule.OwnedBy(copies[index].Event, owner));
        }
    }

    private static bool HasMainRow(ReadOnlySpan<UsageRow> copies)
    {
        foreach (ref readonly UsageRow row in copies)
        {
            if ((row.Flags & SidechainFlag) == 0) return true;
        }
        return false;
    }

    /// <summary>The winner's counts stay together; only what its line did not have comes from the others.</summary>
    private static TokenCounts FillMissing(ReadOnlySpan<UsageRow> copies, int winner, int dropped)
    {
        TokenCounts tokens = copies[winner].Event.Tokens;
        int missing = copies[winner].Flags & MissingFlags;
        if (missing == 0) return tokens;
        foreach (ref readonly UsageRow row in copies)
        {
            if ((row.Flags & (IterationFlag | dropped)) != 0) continue;
            TokenCounts other = row.Event.Tokens;
            if ((missing & NoInputFlag) != 0) tokens = tokens with { Input = Math.Max(tokens.Input, other.Input) };
            if ((missing & NoOutputFlag) != 0 && other.Output + other.Reasoning > tokens.Output + tokens.Reasoning)
            {
                tokens = tokens with { Output = other.Output, Reasoning = other.Reasoning };
            }
            if ((missing & NoCacheReadFlag) != 0) tokens = tokens with { CacheRead = Math.Max(tokens.CacheRead, other.CacheRead) };
            if ((missing & NoCacheWriteFlag) != 0 && other.CacheWrite > tokens.CacheWrite)
            {
                tokens = tokens with { CacheWrite = other.CacheWrite, CacheWrite1h = other.CacheWrite1h };
            }
        }
        return tokens;
    }

    private static decimal? LargestCost(ReadOnlySpan<UsageRow> copies)
    {
        decimal? largest = null;
        foreach (ref readonly UsageRow row in copies)
        {
            if (row.Event.LoggedCostUsd is { } cost && cost >= (largest ?? 0)) largest = cost;
        }
        return largest;
    }
}
