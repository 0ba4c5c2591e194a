using System.Globalization;
using System.Text.Json;

namespace Tokscale.Core.Pricing.Rows;

/// <summary>Reads the numbers of price lists: JSON numbers or numeric strings.</summary>
internal static class PriceNumber
{
    // A double holds 15 digits for certain; the rest is noise of the publisher's own arithmetic (0.0000006000000000000001).
    private const decimal MantissaLimit = 1_000_000_000_000_000m;

    // Longer numbers than any price list holds; what is longer is an attack on the parser.
    private const int CharactersMax = 64;

    /// <summary>
    /// The number under the reader; null when it is absent, negative, not finite or no number. Leaves the reader at its end.
    /// </summary>
    public static decimal? Read(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
            case JsonTokenType.String when !json.ValueIsEscaped:
                return json.HasValueSequence ? null : Parse(json.ValueSpan);
            default:
                json.Skip();
                return null;
        }
    }

    /// <summary>Drops digits beyond what the publisher can have meant, and trailing zeros.</summary>
    public static decimal Clean(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        byte scale = value.Scale;
        var mantissa = new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0);
        while (mantissa >= MantissaLimit && scale > 0)
        {
            mantissa = decimal.Round(mantissa / 10m, 0, MidpointRounding.AwayFromZero);
            scale--;
        }
        while (scale > 0 && mantissa % 10m == 0)
        {
            mantissa = decimal.Truncate(mantissa / 10m);
            scale--;
        }
        decimal.GetBits(mantissa, bits);
        return new decimal(bits[0], bits[1], bits[2], decimal.IsNegative(value), scale);
    }

    private static decimal? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > CharactersMax) return null;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)) return null;
        return decimal.IsNegative(value) && value != 0 ? null : Clean(Math.Abs(value));
    }
}
