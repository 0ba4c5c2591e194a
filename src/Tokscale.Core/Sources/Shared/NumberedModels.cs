using System.Globalization;

namespace Tokscale.Core.Sources.Shared;

/// <summary>
/// Models that Google's editors write as numbers of an enumeration of theirs. Found out by experiment: models come and go
/// without a list of them.
/// </summary>
public static class NumberedModels
{
    private const string PlaceholderStart = "MODEL_PLACEHOLDER_M";

    /// <summary>Numbers from here on are places kept for models that had no name when the program was built.</summary>
    private const int PlaceholderBase = 1000;

    /// <summary>The id of a model by its number; null when it is not known.</summary>
    public static string? Of(long number) => number switch
    {
        246 => "gemini-2.5-pro",
        281 or 282 => "claude-4-sonnet",
        290 or 291 => "claude-4-opus",
        312 => "gemini-2.5-flash",
        313 or 329 => "gemini-2.5-flash-thinking",
        330 => "gemini-2.5-flash-lite",
        333 or 334 => "claude-4.5-sonnet",
        340 or 341 => "claude-4.5-haiku",
        342 => "gpt-oss-120b-medium",
        1016 or 1036 or 1037 => "gemini-3.1-pro",
        1018 or 1047 or 1084 => "gemini-3-flash-preview",
        1020 => "gemini-3.5-flash-medium",
        1026 => "claude-opus-4-6",
        1035 => "claude-sonnet-4-6",
        1071 => "gemini-3.6-flash-high",
        1072 => "gemini-3.6-flash-medium",
        1073 => "gemini-3.6-flash-low",
        1132 or 1133 => "gemini-3.5-flash-high",
        1187 => "gemini-3.5-flash-extra-low",
        1298 => "gemini-3.7-flash-high",
        1299 => "gemini-3.7-flash-medium",
        1300 => "gemini-3.7-flash-low",
        1318 => "gemini-3.8-flash-high",
        1319 => "gemini-3.8-flash-medium",
        1320 => "gemini-3.8-flash-low",
        _ => null,
    };

    /// <summary>The id behind a name such as <c>MODEL_PLACEHOLDER_M26</c>; null when it is another name or not known.</summary>
    public static string? OfPlaceholder(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(PlaceholderStart, StringComparison.OrdinalIgnoreCase)) return null;
        ReadOnlySpan<char> digits = name[PlaceholderStart.Length..];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < PlaceholderBase
            ? Of(PlaceholderBase + number)
            : null;
    }
}
