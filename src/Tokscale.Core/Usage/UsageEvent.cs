namespace Tokscale.Core.Usage;

/// <summary>One billed model call. A plain value of fixed size: millions of them pass through a scan.</summary>
public record struct UsageEvent
{
    /// <summary>
    /// UTC, milliseconds since 1970. From the record, else its session or file header, else the file's modification time.
    /// </summary>
    public long TimestampMs;

    /// <summary>Tokens of the call.</summary>
    public TokenCounts Tokens;

    /// <summary>The exact model id of the log, trimmed.</summary>
    public NameId Model;

    /// <summary>Who served the model.</summary>
    public NameId Provider;

    /// <summary>The conversation, as its source delimits it.</summary>
    public NameId Session;

    /// <summary>The working directory of the call.</summary>
    public NameId Project;

    /// <summary>The main agent or sub-agent, as the source names it.</summary>
    public NameId Agent;

    /// <summary>What else decides the price.</summary>
    public PriceClass Class;

    /// <summary>How many messages this counts as: 1, or 0 for a call that belongs to another event's message.</summary>
    public int Messages;

    /// <summary>Web searches billed by the query.</summary>
    public int WebSearches;

    /// <summary>Wall time of the call in milliseconds; 0 when the log does not say.</summary>
    public int DurationMs;

    /// <summary>The log holds an estimate, not what the provider counted.</summary>
    public bool IsEstimated;

    /// <summary>
    /// The logged cost is all there is to pay, even if it is 0: the model ran on the user's own machine, or another record has
    /// the money.
    /// </summary>
    public bool IsCostFinal;

    private bool _hasLoggedCost, _hasLoggedCredits;
    private long _loggedCostPicoUsd, _loggedMicroCredits;

    /// <summary>Cost as the log states it, in US dollars: null when it has none, 0 when the call was free.</summary>
    public decimal? LoggedCostUsd
    {
        readonly get => _hasLoggedCost ? _loggedCostPicoUsd / PicoUsdPerUsd : null;
        set
        {
            _hasLoggedCost = value is >= 0 and < LoggedCostUsdMax;
            _loggedCostPicoUsd = _hasLoggedCost ? (long)(value!.Value * PicoUsdPerUsd) : 0;
        }
    }

    /// <summary>Credits of the agent's own currency that the log states; null when it has none. Never dollars.</summary>
    public decimal? LoggedCredits
    {
        readonly get => _hasLoggedCredits ? _loggedMicroCredits / MicroCreditsPerCredit : null;
        set
        {
            _hasLoggedCredits = value is >= 0 and < LoggedCreditsMax;
            _loggedMicroCredits = _hasLoggedCredits ? (long)(value!.Value * MicroCreditsPerCredit) : 0;
        }
    }

    /// <summary><see cref="LoggedCostUsd"/> in units of 10⁻¹² dollars. Out of range counts as not stated.</summary>
    internal long? LoggedCostPicoUsd
    {
        readonly get => _hasLoggedCost ? _loggedCostPicoUsd : null;
        set
        {
            _hasLoggedCost = value is >= 0 and < (long)(LoggedCostUsdMax * PicoUsdPerUsd);
            _loggedCostPicoUsd = _hasLoggedCost ? value!.Value : 0;
        }
    }

    /// <summary><see cref="LoggedCredits"/> in units of 10⁻⁶. Out of range counts as not stated.</summary>
    internal long? LoggedMicroCredits
    {
        readonly get => _hasLoggedCredits ? _loggedMicroCredits : null;
        set
        {
            _hasLoggedCredits = value is >= 0 and < (long)(LoggedCreditsMax * MicroCreditsPerCredit);
            _loggedMicroCredits = _hasLoggedCredits ? value!.Value : 0;
        }
    }

    private const decimal MicroCreditsPerCredit = 1_000_000m;
    private const decimal LoggedCreditsMax = 1_000_000_000_000m;
    private const decimal PicoUsdPerUsd = 1_000_000_000_000m;

    /// <summary>No single call costs a million dollars: a larger figure is damage, and counts as not stated.</summary>
    private const decimal LoggedCostUsdMax = 1_000_000m;
}
