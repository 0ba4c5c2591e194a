using System.Globalization;
using Tokscale.Core.Pricing;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Reports;
using Tokscale.Core.Usage;

namespace Tokscale.Cli.Rendering;

/// <summary>Tells people what each model was billed at and why, the dearest model first.</summary>
/// <param name="prices">All prices.</param>
/// <param name="currency">The currency of the report.</param>
/// <param name="today">Ages of prices end here.</param>
internal sealed class PriceExplanation(PriceTable prices, Currency currency, DateOnly today)
{
    private const int CandidatesShownMax = 5;

    private readonly CellText _cells = new(currency, ReportZone.Utc, hasUnicode: true);

    /// <summary>A section for each model and provider.</summary>
    public IReadOnlyList<ReportSection> Sections(IEnumerable<AppliedPrice> applied) =>
    [
        .. AppliedPrice.Merge(applied)
            .GroupBy(price => (price.ModelId, price.Provider))
            .OrderByDescending(model => model.Sum(price => price.Figures.CostUsd ?? 0))
            .ThenBy(model => model.Key.ModelId, StringComparer.Ordinal)
            .ThenBy(model => model.Key.Provider, StringComparer.Ordinal)
            .Select(model => new ReportSection(TitleOf(model.Key.ModelId, model.Key.Provider), [.. Lines([.. model])])),
    ];

    private static string TitleOf(string? modelId, string? provider) =>
        (modelId ?? "unknown model") + (provider is null ? "" : $" ({provider})");

    private IEnumerable<string> Lines(AppliedPrice[] applied)
    {
        if (applied.FirstOrDefault(price => price.Match is not null) is { Match: { } match })
            foreach (string line in Origin(match)) yield return line;
        foreach (AppliedPrice price in applied.OrderByDescending(price => price.Figures.CostUsd))
        {
            yield return price.Match is null ? Unmatched(price) : Billed(price, price.Match);
            if (price.Match is null) continue;
            foreach (string line in Doubts(price, price.Match)) yield return "~ " + line;
        }
        if (applied.Any(price => price.Match is { Card.HasCacheStorageFee: true } && price.Figures.Tokens.CacheRead > 0))
            yield return "The maker's hourly charge for keeping a cache is in no log and not in the cost.";
    }

    private IEnumerable<string> Origin(PriceMatch match)
    {
        yield return $"{PriceWords.SourceOf(match)}: {match.MatchedKey}, {PriceWords.Of(match.Confidence)} match ({match.How}), prices of "
            + $"{TimeBuckets.DateName(match.Date)}{Age(match.Date)}";
        if (match.Removed is { } removed) yield return $"left out of the id: {removed}";
        if (match.IsArchived) yield return "the list has dropped the model: this is its last price";
        if (match.Correction is { } correction) yield return $"corrected: {correction}";
        if (match.Card.Multiplier != 1) yield return string.Create(CultureInfo.InvariantCulture, $"times {match.Card.Multiplier:0.######}, as your file says");
        if (match.Billing is BillingKind.Subscription) yield return "paid by a plan: the cost is what the tokens would cost at the list price";
        if (match.Billing is BillingKind.Local) yield return "runs on your own machine";
    }

    private string Age(DateOnly date) => (today.DayNumber - date.DayNumber) switch
    {
        <= 0 => "",
        1 => " (a day old)",
        var days => string.Create(CultureInfo.InvariantCulture, $" ({days} days old)"),
    };

    private string Billed(AppliedPrice price, PriceMatch match) => $"{ClassOf(price, match)}: {Prices(price, match)} · {Amount(price.Figures)}";

    private static string ClassOf(AppliedPrice price, PriceMatch match)
    {
        PriceClass used = match.ClassOf(price.Class);
        List<string> parts = [PriceWords.Of(used.Tier)];
        if (used.IsFast) parts.Add("fast mode");
        if (PriceWords.Of(used.Region) is { } region) parts.Add($"region {region}");
        if (price.Band > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"prompts above {match.Card.ThresholdOf(price.Band):N0} tokens"));
        if (match.From is { } from && match.Confidence != PriceConfidence.Custom) parts.Add($"since {TimeBuckets.DateName(from)}");
        if (match.Until is { } until) parts.Add($"before {TimeBuckets.DateName(until)}");
        return string.Join(", ", parts);
    }

    // Only of what was used: six prices where two count hide them.
    private string Prices(AppliedPrice price, PriceMatch match)
    {
        if (match.Card.IsFree) return "free";
        PricesPerMillion perMillion = match.Card.PricesOf(match.ClassOf(price.Class), price.Band);
        TokenCounts tokens = price.Figures.Tokens;
        (string Name, long Count, decimal? Price)[] classes =
        [
            ("input", tokens.Input, perMillion.Input), ("output", tokens.Output, perMillion.Output),
            ("reasoning", tokens.Reasoning, perMillion.Reasoning), ("cache read", tokens.CacheRead, perMillion.CacheRead),
            ("cache write", tokens.CacheWrite5m, perMillion.CacheWrite5m), ("1-hour cache write", tokens.CacheWrite1h, perMillion.CacheWrite1h),
        ];
        IEnumerable<string> used = classes.Where(entry => entry.Count > 0)
            .Select(entry => $"{PriceWords.Money(entry.Price.GetValueOrDefault(), currency)} {entry.Name}");
        string searches = price.Figures.WebSearches > 0 ? $", {PriceWords.Money(match.Card.WebSearchPrice, currency)} a web search" : "";
        return $"{string.Join(", ", used)} for 1M tokens{searches}";
    }

    private IEnumerable<string> Doubts(AppliedPrice price, PriceMatch match)
    {
        foreach (string words in PriceWords.Assumed(match.Card, price.Assumed)) yield return $"assumed, as the list has none: {words}";
        foreach (string words in PriceWords.Notes(price.Notes)) yield return words;
        if (price.Notes.HasFlag(PriceNotes.BandUnknown))
        {
            decimal most = match.Cost(price.Figures.Tokens, price.Class, match.Card.BandCount - 1, price.Figures.WebSearches);
            yield return $"if every prompt were long: {_cells.Full(Cell.Of(most), ColumnKind.Money)}";
        }
    }

    private string Unmatched(AppliedPrice price)
    {
        if (price.Figures.CostSource is CostSource.Logged) return $"cost as the log states it · {Amount(price.Figures)}";
        return $"no cost: {WhyUnpriced(price)} · {Amount(price.Figures)}";
    }

    private string WhyUnpriced(AppliedPrice price)
    {
        if (price.ModelId is not { } id || prices.FindAny(id, price.Provider) is not { } any)
            return $"no list has a model of that name; {CustomPrices.FileName} can give it a price or another name";
        if (any.Confidence >= prices.MinimumConfidence)
        {
            return any.From is { } from
                ? $"no price is known before {TimeBuckets.DateName(from)}"
                : "the log states none, and only the log's count";
        }
        string candidates = string.Join(", ", any.Candidates.DefaultIfEmpty(any.MatchedKey).Take(CandidatesShownMax));
        string level = PriceWords.Of(any.Confidence);
        return $"only a {level} match ({any.How}: {candidates}); --min-confidence {level} takes {any.MatchedKey}";
    }

    private string Amount(UsageFigures figures)
    {
        string s = figures.Messages == 1 ? "" : "s";
        string counts = string.Create(CultureInfo.InvariantCulture, $"{figures.Messages:N0} message{s}, {figures.TotalTokens:N0} tokens");
        if (figures.CostUsd is not { } costUsd) return counts;
        return $"{counts}: {_cells.Full(Cell.Of(costUsd, figures.IsEstimated ? CellMarks.Estimated : CellMarks.None), ColumnKind.Money)}";
    }
}
