using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>What is known of one turn of a conversation. The program logs counts as 0; what it does log gives an estimate.</summary>
internal struct KiroTurn
{
    private const int CharactersPerToken = 4;

    /// <summary>Counts as logged, 0 when the program did not know.</summary>
    public long Input, Output, CacheRead, CacheWrite;

    /// <summary>How full the context was, in percent; 0 when it is not logged.</summary>
    public double ContextPercent;

    /// <summary>Characters of the user's text and of the answers.</summary>
    public long PromptCharacters, AnswerCharacters;

    /// <summary>Null when none are logged.</summary>
    public decimal? Credits;

    public int Requests;

    /// <summary>Wall time in milliseconds; 0 when the log does not say.</summary>
    public int DurationMs;

    /// <summary>The model of this turn, where it may differ from its session's.</summary>
    public NameId Model;

    /// <summary>UTC milliseconds since 1970; null when the log does not say.</summary>
    public long? TimestampMs;

    /// <summary>Makes the event's counts.</summary>
    /// <param name="contextWindow">Size of the model's context in tokens.</param>
    /// <param name="usage">Gets the counts.</param>
    public readonly void SetCounts(long contextWindow, ref UsageEvent usage)
    {
        // What was in the context came from a cache, went into one, or was read as it is.
        long input = Input > 0 ? Input
            : ContextPercent > 0 ? Math.Max(0, (long)Math.Round(contextWindow * Math.Min(ContextPercent, 100) / 100) - CacheRead - CacheWrite)
            : EstimateOf(PromptCharacters);
        long output = Output > 0 ? Output : EstimateOf(AnswerCharacters);
        usage.Tokens = new TokenCounts(input, output, CacheRead, CacheWrite, 0, 0);
        usage.IsEstimated = (Input == 0 && input > 0) || (Output == 0 && output > 0);
        usage.LoggedCredits = Credits;
        usage.Messages = Math.Max(1, Requests);
        usage.Class = new PriceClass { IsAggregate = Requests > 1 };
    }

    private static long EstimateOf(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
