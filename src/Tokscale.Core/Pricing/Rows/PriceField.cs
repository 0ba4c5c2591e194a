using System.Buffers.Text;
using System.Globalization;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>
/// A price field by LiteLLM's naming, such as <c>input_cost_per_token_above_272k_tokens_flex</c>, which the caches and
/// the checked-in lists use for every source.
/// </summary>
/// <param name="Class">What kind of token it prices.</param>
/// <param name="Tier">For which service tier.</param>
/// <param name="AboveTokens">For prompts longer than this; 0 for the base price.</param>
internal readonly record struct PriceField(TokenClass Class, ServiceTier Tier, long AboveTokens)
{
    /// <summary>The longest prompt anyone could mean; a bigger number is a slip.</summary>
    public const long ThresholdMax = 1_000_000_000;

    /// <summary>The field's name, which <see cref="TryParse"/> reads back.</summary>
    public string Name
    {
        get
        {
            string name = Stem(Class);
            if (AboveTokens > 0)
            {
                name += AboveTokens % 1000 == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"_above_{AboveTokens / 1000}k_tokens")
                    : string.Create(CultureInfo.InvariantCulture, $"_above_{AboveTokens}_tokens");
            }
            return name + TierSuffix(Tier);
        }
    }

    /// <summary>Reads a field name; false when it is not a price of text tokens.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out PriceField field)
    {
        field = default;
        if (!TryTakeStem(ref name, out TokenClass tokenClass)) return false;
        if (tokenClass == TokenClass.CacheWrite && TryTake(ref name, "_above_1hr"u8)) tokenClass = TokenClass.CacheWrite1h;
        long above = 0;
        if (name.StartsWith("_above_"u8) && !TryTakeThreshold(ref name, out above)) return false;
        if (!TryParseTier(name, out ServiceTier tier)) return false;
        field = new PriceField(tokenClass, tier, above);
        return true;
    }

    private static string Stem(TokenClass tokenClass) => tokenClass switch
    {
        TokenClass.Input => "input_cost_per_token",
        TokenClass.Output => "output_cost_per_token",
        TokenClass.CacheRead => "cache_read_input_token_cost",
        TokenClass.CacheWrite => "cache_creation_input_token_cost",
        TokenClass.CacheWrite1h => "cache_creation_input_token_cost_above_1hr",
        _ => "output_cost_per_reasoning_token",
    };

    private static string TierSuffix(ServiceTier tier) => tier switch
    {
        ServiceTier.Priority => "_priority",
        ServiceTier.Flex => "_flex",
        ServiceTier.Batch => "_batches",
        _ => "",
    };

    private static bool TryTakeStem(ref ReadOnlySpan<byte> name, out TokenClass tokenClass)
    {
        tokenClass = TokenClass.Input;
        if (TryTake(ref name, "input_cost_per_token"u8)) return true;
        tokenClass = TokenClass.Output;
        if (TryTake(ref name, "output_cost_per_token"u8)) return true;
        tokenClass = TokenClass.CacheRead;
        if (TryTake(ref name, "cache_read_input_token_cost"u8)) return true;
        tokenClass = TokenClass.CacheWrite;
        if (TryTake(ref name, "cache_creation_input_token_cost"u8)) return true;
        tokenClass = TokenClass.Reasoning;
        return TryTake(ref name, "output_cost_per_reasoning_token"u8);
    }

    private static bool TryTakeThreshold(ref ReadOnlySpan<byte> name, out long above)
    {
        ReadOnlySpan<byte> rest = name["_above_"u8.Length..];
        if (!Utf8Parser.TryParse(rest, out above, out int digits) || above <= 0) return false;
        rest = rest[digits..];
        if (TryTake(ref rest, "k"u8)) above *= 1000;
        if (above > ThresholdMax || !TryTake(ref rest, "_tokens"u8)) return false;
        name = rest;
        return true;
    }

    private static bool TryParseTier(ReadOnlySpan<byte> suffix, out ServiceTier tier)
    {
        tier = ServiceTier.Standard;
        if (suffix.IsEmpty) return true;
        tier = ServiceTier.Priority;
        if (suffix.SequenceEqual("_priority"u8)) return true;
        tier = ServiceTier.Flex;
        if (suffix.SequenceEqual("_flex"u8)) return true;
        tier = ServiceTier.Batch;
        return suffix.SequenceEqual("_batches"u8);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        if (!text.StartsWith(start)) return false;
        text = text[start.Length..];
        return true;
    }
}
