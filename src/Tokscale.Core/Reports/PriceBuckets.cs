using System.Runtime.InteropServices;
using Tokscale.Core.Pricing;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Reports;

/// <summary>
/// Adds calls up by everything that decides their price, so that each price is applied once to an exact sum, and the result
/// does not depend on the order of the calls.
/// </summary>
internal sealed class PriceBuckets(CallPricing pricing)
{
    private readonly Dictionary<UsageBucketKey, UsageBucket> _buckets = [];
    private UsageBucket? _last;

    public IReadOnlyCollection<UsageBucket> All => _buckets.Values;

    /// <param name="row">The row that the call belongs to.</param>
    /// <param name="source">Index of the source in the scan.</param>
    /// <param name="call">The call.</param>
    public void Add(int row, int source, in UsageEvent call)
    {
        bool usesLoggedCost = pricing.UsesLoggedCost(source, call);
        PriceMatch? price = usesLoggedCost ? null : pricing.PriceOf(call);
        var key = new UsageBucketKey(
            row, source, call.Model, call.Provider,
            price is null ? default : call.Class,
            price is null ? 0 : CallPricing.BandOf(price, call),
            price is null ? DateOnly.MinValue : price.Until ?? DateOnly.MaxValue,
            usesLoggedCost,
            pricing.IsWithoutCost(call));
        // Neighbouring calls are mostly alike.
        if (_last is null || _last.Key != key) _last = BucketOf(key, price);
        _last.Add(call);
    }

    /// <summary>Adds the calls of another bucket, which come behind these.</summary>
    /// <param name="row">The row here that they belong to.</param>
    /// <param name="other">The bucket.</param>
    public void Add(int row, UsageBucket other) => BucketOf(other.Key with { Row = row }, other.Price).Add(other);

    private UsageBucket BucketOf(in UsageBucketKey key, PriceMatch? price)
    {
        ref UsageBucket? bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, key, out _);
        return bucket ??= new UsageBucket(key, price);
    }
}
