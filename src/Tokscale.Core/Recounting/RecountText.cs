using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tokscale.Core.Recounting;

/// <summary>Text as it stands in logs.</summary>
internal static partial class RecountText
{
    /// <summary>Resolves the escapes of a JSON string that is known to be valid; half a surrogate pair becomes U+FFFD.</summary>
    /// <param name="raw">The string with its quotes.</param>
    public static string Unescape(string raw)
    {
        if (!raw.Contains('\\')) return raw[1..^1];
        var text = new StringBuilder(raw.Length);
        for (int index = 1; index < raw.Length - 1; index++)
        {
            if (raw[index] != '\\')
            {
                text.Append(raw[index]);
                continue;
            }
            index++;
            if (raw[index] == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                index += 4;
            }
            else
            {
                text.Append(raw[index] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char other => other });
            }
        }
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>JSON in which escaped halves of surrogate pairs, which general parsers refuse to read, became U+FFFD.</summary>
    public static string WithoutHalfPairs(string json) => HalfPair().Replace(json, @"\uFFFD");

    [GeneratedRegex(
        @"(?<=(?<!\\)(?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
        + @"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})")]
    private static partial Regex HalfPair();

    /// <summary>A number that stands alone in a text; null when there is none.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
            : null;
}
