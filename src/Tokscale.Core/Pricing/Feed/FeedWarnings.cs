namespace Tokscale.Core.Pricing.Feed;

/// <summary>What a user must know about how prices were loaded, in one line a kind.</summary>
internal static class FeedWarnings
{
    /// <summary>Prices of this age are used without a word when there is no connection.</summary>
    private static readonly TimeSpan s_silentAge = TimeSpan.FromHours(24);

    private const int KeysShownMax = 5;

    public static IReadOnlyList<string> Of(IReadOnlyList<LoadedSource> sources, bool hasCacheFailed, DateTimeOffset now)
    {
        var warnings = new List<string>();
        LoadedSource[] failed = [.. sources.Where(source => source.Failure is not null && !IsSilent(source, now))];
        if (failed.Length > 0) warnings.Add($"Unable to fetch pricing data ({Reasons(failed)}). {Replacement(failed)}");
        string[] kept = [.. sources.SelectMany(source => source.KeptKeys).Order(StringComparer.Ordinal)];
        if (kept.Length > 0)
        {
            string more = kept.Length > KeysShownMax ? $" and {kept.Length - KeysShownMax} more" : "";
            string keys = string.Join(", ", kept.Take(KeysShownMax)) + more;
            warnings.Add($"Prices that cannot be right were not taken over; the last good ones are used: {keys}.");
        }
        if (hasCacheFailed) warnings.Add("The price cache could not be written; prices will be fetched again next time.");
        return warnings;
    }

    private static bool IsSilent(LoadedSource source, DateTimeOffset now) =>
        !source.IsFailureLoud && source.FetchedAt is { } time && now - DateTimeOffset.UnixEpoch.AddSeconds(time) < s_silentAge;

    private static string Reasons(LoadedSource[] failed) =>
        string.Join("; ", failed.GroupBy(source => source.Failure).Select(group =>
            $"{string.Join(", ", group.Select(source => source.Source.Name))}: {group.Key}"));

    private static string Replacement(LoadedSource[] failed)
    {
        LoadedSource first = failed[0];
        string which = first.Origin == PriceOrigin.Embedded ? "built-in prices" : "prices";
        return $"Using {which} of {first.Index.Catalog.Date:yyyy-MM-dd}.";
    }
}
