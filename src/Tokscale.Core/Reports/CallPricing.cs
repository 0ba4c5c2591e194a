using Tokscale.Core.Pricing;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>Decides where the cost of a call comes from. Prices are looked up once for each model and provider.</summary>
public sealed class CallPricing(ScanResult scan, ModelCatalog models, CostMode mode, PriceDate priceDate)
{
    private readonly Dictionary<(NameId Model, NameId Provider), PriceMatch?> _prices = [];
    private (NameId Model, NameId Provider) _lastKey;
    private PriceMatch? _lastPrice;

    /// <summary>The price that a call is billed at; null when none is known.</summary>
    public PriceMatch? PriceOf(in UsageEvent call)
    {
        PriceMatch? price = PriceOf(call.Model, call.Provider);
        return priceDate is PriceDate.Now || price is null ? price : price.On(DayOf(call.TimestampMs));
    }

    private PriceMatch? PriceOf(NameId modelId, NameId provider)
    {
        // Neighbouring calls nearly always use the same model; the start value stands for calls without one.
        if (_lastKey.Model == modelId && _lastKey.Provider == provider) return _lastPrice;
        _lastKey = (modelId, provider);
        if (_prices.TryGetValue(_lastKey, out PriceMatch? price)) return _lastPrice = price;
        price = scan.Names[modelId] is { } model ? models.FindPrice(model, scan.Names[provider]) : null;
        _prices.Add(_lastKey, price);
        return _lastPrice = price;
    }

    /// <summary>True when the cost is the log's and not one calculated from tokens.</summary>
    /// <param name="source">Index of the source in the scan.</param>
    /// <param name="call">The call.</param>
    public bool UsesLoggedCost(int source, in UsageEvent call) => mode switch
    {
        CostMode.Calculate => false,
        _ when call.LoggedCostPicoUsd is null => false,
        CostMode.Display => true,
        _ when call.IsCostFinal => true,
        // A log may state a cost and no tokens, or know a model that we do not.
        _ when call.LoggedCostPicoUsd > 0 && (call.Tokens.IsZero || PriceOf(call) is null) => true,
        _ => scan.Sources[source].Source.BillsByLoggedCost && (call.LoggedCostPicoUsd > 0 || PriceOf(call) is null),
    };

    /// <summary>True when no cost is to be shown for a call, because only logged ones are and the log has none.</summary>
    public bool IsWithoutCost(in UsageEvent call) => mode is CostMode.Display && call.LoggedCostPicoUsd is null;

    /// <summary>The long-context band of a call; 0 for records that sum several requests.</summary>
    public static int BandOf(PriceMatch price, in UsageEvent call) => call.Class.IsAggregate ? 0 : price.Card.BandOf(call.Tokens.PromptTotal);

    /// <summary>The cost of one call in US dollars; null when no price is known.</summary>
    public decimal? CostOf(int source, in UsageEvent call)
    {
        if (UsesLoggedCost(source, call)) return call.LoggedCostUsd;
        if (PriceOf(call) is not { } price || IsWithoutCost(call)) return null;
        return price.Cost(call.Tokens, call.Class, BandOf(price, call), call.WebSearches);
    }

    // A damaged time counts as an end of the calendar.
    private static DateOnly DayOf(long timestampMs)
    {
        long day = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + (long)Math.Floor(timestampMs / (double)TimeSpan.MillisecondsPerDay);
        return DateOnly.FromDayNumber((int)Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber));
    }
}
