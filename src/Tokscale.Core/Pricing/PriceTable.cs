namespace Tokscale.Core.Pricing;

/// <summary>Finds the price of a model id. Lookups are memoised.</summary>
public sealed class PriceTable
{
    /// <summary>The prices that the program was built with.</summary>
    public static PriceTable Embedded { get; } = new();

    /// <summary>The price for a model, or null when none is safe to use.</summary>
    /// <param name="modelId">The exact id of the log.</param>
    /// <param name="provider">Who served it, if the log says.</param>
    public PriceMatch? Find(string modelId, string? provider = null) => throw new NotImplementedException();
}
