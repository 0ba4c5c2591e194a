using Tokscale.Core.Pricing;

namespace Tokscale.Core.Reports;

/// <summary>How a report names and prices models.</summary>
/// <param name="FindPrice">The price for an exact model id and provider; null when none is safe to use.</param>
/// <param name="ReadableName">The name that an exact model id is grouped under.</param>
public sealed record ModelCatalog(Func<string, string?, PriceMatch?> FindPrice, Func<string, string> ReadableName);
