using System.Runtime.InteropServices;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Transcripts;

/// <summary>
/// Message ids that tell nothing: some gateways give every response the same one (public cases: "msg_responses", "ocgo"). The prompts
/// give them away, which grow from call to call, while copies and snapshots of one response have one prompt, or an estimate beside it.
/// </summary>
internal static class SharedIds
{
    /// <summary>Lines of one response do not have more different prompts than this.</summary>
    public const int PromptsOfResponseMax = 4;

    /// <summary>Tells whether the lines under one id are of several responses.</summary>
    /// <param name="rows">All lines with the id.</param>
    /// <param name="ignoredFlags">Flags of rows that prove nothing: calls on the side, replays in side files with other counters.</param>
    public static bool IsShared(ReadOnlySpan<UsageRow> rows, int ignoredFlags)
    {
        if (rows.Length <= PromptsOfResponseMax) return false;
        Span<Prompt> known = stackalloc Prompt[PromptsOfResponseMax];
        int count = 0;
        foreach (ref readonly UsageRow row in rows)
        {
            Prompt prompt = Prompt.Of(row);
            if ((row.Flags & ignoredFlags) != 0 || prompt.IsZero || known[..count].Contains(prompt)) continue;
            if (count == PromptsOfResponseMax) return true;
            known[count++] = prompt;
        }
        return false;
    }

    /// <summary>The lines of each response by its prompt, in the order of the first ones, each with the calls that it made on the side.</summary>
    /// <remarks>A line without a prompt is a snapshot of before it was counted.</remarks>
    public static IEnumerable<List<UsageRow>> ByResponse(ReadOnlySpan<UsageRow> rows)
    {
        var responses = new Dictionary<Prompt, List<UsageRow>>();
        List<UsageRow>? last = null;
        foreach (ref readonly UsageRow row in rows)
        {
            bool isSideCall = (row.Flags & TranscriptCopies.IterationFlag) != 0;
            if (!isSideCall)
            {
                Prompt prompt = Prompt.Of(row);
                last = prompt.IsZero ? null : CollectionsMarshal.GetValueRefOrAddDefault(responses, prompt, out _) ??= [];
            }
            last?.Add(row);
        }
        return responses.Values;
    }

    /// <summary>What a response was asked.</summary>
    private readonly record struct Prompt(NameId Model, long Input, long CacheRead, long CacheWrite)
    {
        public bool IsZero => (Input | CacheRead | CacheWrite) == 0;

        public static Prompt Of(in UsageRow row)
        {
            ref readonly TokenCounts tokens = ref row.Event.Tokens;
            return new Prompt(row.Event.Model, tokens.Input, tokens.CacheRead, tokens.CacheWrite);
        }
    }
}
