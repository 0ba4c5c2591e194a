namespace Tokscale.Core.Reports;

/// <summary>The currency that people see; files and calculations stay in US dollars.</summary>
/// <param name="Code">ISO 4217.</param>
/// <param name="PerUsDollar">How much of it a US dollar buys.</param>
public sealed record Currency(string Code, decimal PerUsDollar)
{
    public static Currency UsDollar { get; } = new("USD", 1);

    /// <summary>What stands before an amount.</summary>
    public string Symbol => Code switch
    {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" or "CNY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        _ => Code + " ",
    };
}
