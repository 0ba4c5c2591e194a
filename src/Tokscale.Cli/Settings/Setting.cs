using System.CommandLine;
using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Settings;

/// <summary>A value that an option takes when the command line does not give it.</summary>
/// <param name="Key">Its name in <c>settings.json</c>.</param>
/// <param name="Option">The option.</param>
/// <param name="Usual">What holds without it.</param>
/// <param name="Check">Throws a <see cref="UserError"/> in the name it gets when the value means nothing.</param>
internal sealed record Setting(string Key, Option Option, string Usual, Action<string, string> Check)
{
    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("timezone", FilterOptions.Timezone, "local", static (name, value) => ReportZone.Find(name, value)),
        new("weekStart", GroupingOptions.WeekStart, "monday", static (name, value) => GroupingOptions.WeekStartOf(name, value)),
        new("mergeWorktrees", GroupingOptions.MergeWorktrees, "false", static (name, value) => SwitchOf(name, value)),
        new("hideZero", FilterOptions.HideZero, "false", static (name, value) => SwitchOf(name, value)),
        new("mode", CostOptions.Mode, "auto", static (name, value) => CostOptions.ModeOf(name, value)),
        new("priceDate", CostOptions.PriceDay, "now", static (name, value) => CostOptions.PriceDateOf(name, value)),
        new("minConfidence", CostOptions.ConfidenceMin, "medium", static (name, value) => CostOptions.ConfidenceMinOf(name, value)),
        new("currency", CostOptions.CurrencyCode, "USD", static (name, value) => CostOptions.CodeOf(name, value)),
        new("rate", CostOptions.Rate, "1", static (name, value) => CostOptions.RateOf(name, value)),
        new("offline", CostOptions.Offline, "false", static (name, value) => SwitchOf(name, value)),
        new("color", OutputOptions.Color, "auto", static (name, value) => OutputOptions.ColorOf(name, value)),
    ];

    /// <summary>The environment variable that goes before <c>settings.json</c>.</summary>
    public string Variable
    {
        get
        {
            var name = new StringBuilder("TOKSCALE_");
            foreach (char letter in Key)
            {
                if (char.IsAsciiLetterUpper(letter)) name.Append('_');
                name.Append(char.ToUpperInvariant(letter));
            }
            return name.ToString();
        }
    }

    /// <summary>The setting of an option that has one.</summary>
    public static Setting Of(Option option) => All.First(setting => setting.Option == option);

    /// <exception cref="UserError">There is no such setting.</exception>
    public static Setting Find(string key)
    {
        if (All.FirstOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        throw UserError.InOption(Unknown(key, All.Select(setting => setting.Key)));
    }

    /// <summary>Says that there is no such key, and which may have been meant.</summary>
    public static string Unknown(string key, IEnumerable<string> known)
    {
        string way = EditDistance.Nearest(key, known) is { } nearest ? $"did you mean {nearest}?" : "'tokscale config list' lists them all.";
        return $"there is no setting '{key}'; {way}";
    }

    /// <exception cref="UserError">The word is neither yes nor no.</exception>
    public static bool SwitchOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes true or false."),
    };
}
