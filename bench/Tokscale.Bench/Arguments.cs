using System.Globalization;

namespace Tokscale.Bench;

/// <summary>The words after a command: positional ones, and options as <c>--name value</c>.</summary>
public sealed class Arguments
{
    private readonly List<string> _positional = [];
    private readonly Dictionary<string, string> _options = [];

    public Arguments(ReadOnlySpan<string> words, ReadOnlySpan<string> optionNames)
    {
        for (int index = 0; index < words.Length; index++)
        {
            if (!words[index].StartsWith("--", StringComparison.Ordinal))
            {
                _positional.Add(words[index]);
                continue;
            }
            if (!optionNames.Contains(words[index]))
            {
                throw new UsageError($"unknown option '{words[index]}'; known are {string.Join(", ", optionNames!)}");
            }
            if (index + 1 == words.Length) throw new UsageError($"'{words[index]}' needs a value");
            _options[words[index]] = words[++index];
        }
    }

    public string Positional(string name) => _positional.Count == 1 ? _positional[0] : throw new UsageError($"give exactly one {name}");

    public string? Text(string option) => _options.GetValueOrDefault(option);

    public string Needed(string option) => Text(option) ?? throw new UsageError($"'{option}' is missing");

    public double Number(string option, double otherwise)
    {
        if (Text(option) is not { } text) return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new UsageError($"'{option}' wants a number above 0, not '{text}'");
    }
}
