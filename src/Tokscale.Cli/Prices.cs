using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli;

/// <summary>The prices and model names that reports use.</summary>
internal static class Prices
{
    // Asked for late: the price lists are unpacked when the first call is priced.
    public static ModelCatalog Catalog { get; } = new((model, provider) => PriceTable.Embedded.Find(model, provider), ModelNames.Readable);
}
