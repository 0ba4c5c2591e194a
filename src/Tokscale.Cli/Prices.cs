using Tokscale.Core.Reports;

namespace Tokscale.Cli;

/// <summary>The prices and model names that reports use.</summary>
internal static class Prices
{
    public static ModelCatalog Catalog { get; } = new((_, _) => null, id => id);
}
