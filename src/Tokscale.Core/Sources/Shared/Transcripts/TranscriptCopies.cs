using System.Runtime.InteropServices;
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
    private const int NoCacheWrite5mFlag = 1 << 6, NoCacheWrite1hFlag = 1 << 7, NoThinkingFlag = 1 << 8;
    private const int MissingFlags = NoInputFlag | NoOutputFlag | NoCacheReadFlag | NoCacheWriteFlag
        | NoCacheWrite5mFlag | NoCacheWrite1hFlag | NoThinkingFlag;

    /// <summary>The log says that there was none. Most logs say nothing of it, and rows without flags are smaller.</summary>
    private const int ToldNoThinkingFlag = 1 << 9;

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
        | (record.Usage.CacheWrite is null ? NoCacheWriteFlag : 0)
        | (record.Usage.CacheWrite5m is null ? NoCacheWrite5mFlag : 0)
        | (record.Usage.CacheWrite1h is null ? NoCacheWrite1hFlag : 0)
        | (record.Usage.Thinking == 0 ? ToldNoThinkingFlag : 0);

    /// <inheritdoc cref="KeyedDuplicateRule.Merge"/>
    public static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events) => Merge(copies, events, takesLargest: false);

    /// <summary>As <see cref="Merge(ReadOnlySpan{UsageRow}, List{UsageEvent})"/>, and every counter is the largest of the copies'.</summary>
    public static void MergeLargest(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events) => Merge(copies, events, takesLargest: true);

    private static void Merge(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events, bool takesLargest)
    {
        if (!SharedIds.IsShared(copies, IterationFlag | SidechainFlag))
        {
            MergeResponse(copies, events, takesLargest);
            return;
        }
        foreach (List<UsageRow> response in SharedIds.ByResponse(copies))
            MergeResponse(CollectionsMarshal.AsSpan(response), events, takesLargest);
    }

    private static void MergeResponse(ReadOnlySpan<UsageRow> copies, List<UsageEvent> events, bool takesLargest)
    {
        // A side file may replay a response of the main one under a new request with other counters; that is not billed again.
        int dropped = HasMainRow(copies) ? SidechainFlag : 0;
        int winner = -1, earliest = -1;
        long thinking = 0;
        for (int index = 0; index < copies.Length; index++)
        {
            ref readonly UsageRow row = ref copies[index];
            if ((row.Flags & (IterationFlag | dropped)) != 0) continue;
            if (winner < 0 || row.Rank >= copies[winner].Rank) winner = index;
            thinking |= row.Event.Tokens.Reasoning;
            if (earliest < 0 || row.Event.TimestampMs < copies[earliest].Event.TimestampMs) earliest = index;
        }
        ref readonly UsageEvent owner = ref copies[earliest].Event;
        UsageEvent usage = KeyedDuplicateRule.OwnedBy(copies[winner].Event, owner);
        int missing = takesLargest ? MissingFlags : copies[winner].Flags & MissingFlags | (LacksThinking(copies[winner], thinking) ? NoThinkingFlag : 0);
        usage.Tokens = Fill(copies, copies[winner], missing, IterationFlag | dropped);
        usage.LoggedCostUsd = LargestCost(copies, dropped);
        if (!usage.Tokens.IsZero || usage.WebSearches > 0 || usage.LoggedCostUsd > 0 || usage.LoggedCredits > 0) events.Add(usage);
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

    /// <summary>Some of the copies have thinking, and this one does not say that it has none.</summary>
    private static bool LacksThinking(in UsageRow row, long thinking) =>
        thinking != 0 && row.Event.Tokens.Reasoning == 0 && (row.Flags & ToldNoThinkingFlag) == 0;

    /// <summary>The winner's counts stay together; only what its line did not have comes from the others.</summary>
    /// <param name="copies">All lines.</param>
    /// <param name="winner">The line that is the bill.</param>
    /// <param name="missing">What to take from the others.</param>
    /// <param name="dropped">Flags of rows that are none of the others.</param>
    private static TokenCounts Fill(ReadOnlySpan<UsageRow> copies, in UsageRow winner, int missing, int dropped)
    {
        TokenCounts own = winner.Event.Tokens;
        if (missing == 0) return own;
        long input = 0, output = 0, thinking = 0, cacheRead = 0, cacheWrite = 0, cacheWrite5m = 0, cacheWrite1h = 0;
        foreach (ref readonly UsageRow row in copies)
        {
            if ((row.Flags & dropped) != 0) continue;
            TokenCounts tokens = row.Event.Tokens;
            input = Math.Max(input, tokens.Input);
            output = Math.Max(output, tokens.Output + tokens.Reasoning);
            thinking = Math.Max(thinking, tokens.Reasoning);
            cacheRead = Math.Max(cacheRead, tokens.CacheRead);
            if ((row.Flags & NoCacheWriteFlag) == 0) cacheWrite = Math.Max(cacheWrite, tokens.CacheWrite);
            if ((row.Flags & NoCacheWrite5mFlag) == 0) cacheWrite5m = Math.Max(cacheWrite5m, tokens.CacheWrite - tokens.CacheWrite1h);
            cacheWrite1h = Math.Max(cacheWrite1h, tokens.CacheWrite1h);
        }
        if ((missing & NoInputFlag) == 0) input = own.Input;
        if ((missing & NoOutputFlag) == 0) output = own.Output + own.Reasoning;
        thinking = Math.Min((missing & NoThinkingFlag) == 0 ? own.Reasoning : thinking, output);
        if ((missing & NoCacheReadFlag) == 0) cacheRead = own.CacheRead;
        if ((missing & NoCacheWrite1hFlag) == 0) cacheWrite1h = own.CacheWrite1h;
        bool hasSum = (missing & NoCacheWriteFlag) == 0;
        if (hasSum) cacheWrite = own.CacheWrite;
        // Of a sum and its parts a row keeps the sum and the 1-hour part; the other part is in the sum.
        if ((missing & NoCacheWrite5mFlag) == 0) cacheWrite5m = hasSum ? 0 : own.CacheWrite - own.CacheWrite1h;
        return new TokenCounts(
            input, output - thinking, cacheRead, Math.Max(cacheWrite, cacheWrite5m + cacheWrite1h), cacheWrite1h, thinking);
    }

    private static decimal? LargestCost(ReadOnlySpan<UsageRow> copies, int dropped)
    {
        decimal? largest = null;
        foreach (ref readonly UsageRow row in copies)
        {
            if ((row.Flags & dropped) == 0 && row.Event.LoggedCostUsd is { } cost && cost >= (largest ?? 0)) largest = cost;
        }
        return largest;
    }
}
