namespace Tokscale.Core.Usage;

/// <summary>
/// What about a request changes its price besides model, provider and size. The default value is a plain request.
/// </summary>
/// <param name="Tier">The service tier the provider billed.</param>
/// <param name="IsFast">The provider's faster, dearer mode was used.</param>
/// <param name="Region">Where inference was pinned to, if the log says so.</param>
/// <param name="IsAggregate">
/// The record sums several requests (a day, a session, merged rows), so no long-context price can be chosen for it.
/// </param>
public readonly record struct PriceClass(ServiceTier Tier, bool IsFast, InferenceRegion Region, bool IsAggregate);
