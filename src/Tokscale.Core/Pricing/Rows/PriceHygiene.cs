namespace Tokscale.Core.Pricing.Rows;

/// <summary>Tells rows that are prices from rows that only fill a place in a list.</summary>
internal static class PriceHygiene
{
    private const int KeyLengthMax = 512;

    // Subscription products: the lists name their models without real prices.
    private static readonly string[] s_withoutPrices = ["github_copilot/", "chatgpt/"];

    // Local runtimes and public services that really cost nothing.
    private static readonly string[] s_freeProviders = ["ollama", "lemonade", "publicai"];

    /// <summary>False for a row that must not price anything.</summary>
    public static bool Accepts(string source, string key, PriceRow row)
    {
        if (key.Length is 0 or > KeyLengthMax || key is "sample_spec") return false;
        foreach (string prefix in s_withoutPrices)
            if (Starts(key, prefix)) return false;
        return !row.IsFree || source == PriceSources.Custom || MayBeFree(key, row);
    }

    // Nearly every other 0/0 row stands for "not known yet".
    private static bool MayBeFree(string key, PriceRow row)
    {
        if (row.Provider is not null && s_freeProviders.Contains(row.Provider)) return true;
        if (Ends(key, "-free") || Ends(key, ":free")) return true;
        string name = key[(key.LastIndexOf('/') + 1)..];
        bool isFlash = Starts(key, "z") && Starts(name, "glm-") && Ends(name, "-flash");
        bool isGemma = name.Contains("gemma", StringComparison.OrdinalIgnoreCase) && !Starts(key, "cloudflare/");
        return isFlash || isGemma;
    }

    private static bool Starts(string text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string text, string with) => text.EndsWith(with, StringComparison.OrdinalIgnoreCase);
}
