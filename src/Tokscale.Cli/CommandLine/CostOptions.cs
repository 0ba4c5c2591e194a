using System.CommandLine;
using System.Globalization;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.CommandLine;

/// <summary>How cost is found and shown.</summary>
internal static class CostOptions
{
    public static readonly Option<string?> Mode = Flags.Value(
        "--mode", "MODE", "auto: the log's cost where its agent bills by it, else calculated; calculate; display: only the log's");
    public static readonly Option<string?> PriceDay = Flags.Value(
        "--price-date", "WHEN", "now: today's prices for every call (the default); message: those of the call's own day (UTC)");
    public static readonly Option<string?> ConfidenceMin = Flags.Value(
        "--min-confidence", "LEVEL", "How sure a price must be the model's: high, medium (the default) or low");
    public static readonly Option<bool> Explain = Flags.Switch(
        "--explain", "Say below the table what each model was billed at and why; JSON always has it");
    public static readonly Option<bool> Offline = Flags.Switch("--offline", "Use the prices at hand and open no connection", "-O");
    public static readonly Option<bool> Refresh = Flags.Switch("--refresh", "Fetch new prices, even if the last ones are fresh");
    public static readonly Option<string?> CurrencyCode = Flags.Value("--currency", "CODE", "Show money in this currency; needs --rate");
    public static readonly Option<string?> Rate = Flags.Value("--rate", "N", "How much of the currency a US dollar buys");

    public static OptionGroup Group { get; } = new("Cost", [Mode, PriceDay, ConfidenceMin, Offline, Refresh, CurrencyCode, Rate]);

    /// <summary>The same for reports that can explain their prices.</summary>
    public static OptionGroup ExplainedGroup { get; } = Group with { Options = [Explain, .. Group.Options] };

    /// <exception cref="UserError">The mode is unknown.</exception>
    public static CostMode ModeOf(CommandContext context) => ModeOf(Mode.Name, context.ValueOf(Mode) ?? "auto");

    /// <exception cref="UserError">The mode is unknown.</exception>
    public static CostMode ModeOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "auto" => CostMode.Auto,
        "calculate" => CostMode.Calculate,
        "display" => CostMode.Display,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes auto, calculate or display."),
    };

    /// <exception cref="UserError">The word is unknown.</exception>
    public static PriceDate PriceDateOf(CommandContext context) => PriceDateOf(PriceDay.Name, context.ValueOf(PriceDay) ?? "now");

    /// <exception cref="UserError">The word is unknown.</exception>
    public static PriceDate PriceDateOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "now" => PriceDate.Now,
        "message" => PriceDate.Message,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes now or message."),
    };

    /// <exception cref="UserError">The level is unknown.</exception>
    public static PriceConfidence ConfidenceMinOf(CommandContext context) =>
        ConfidenceMinOf(ConfidenceMin.Name, context.ValueOf(ConfidenceMin) ?? "medium");

    /// <exception cref="UserError">The level is unknown.</exception>
    public static PriceConfidence ConfidenceMinOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "high" => PriceConfidence.High,
        "medium" => PriceConfidence.Medium,
        "low" => PriceConfidence.Low,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes high, medium or low."),
    };

    /// <exception cref="UserError">One of the two options is missing or wrong.</exception>
    public static Currency CurrencyOf(CommandContext context)
    {
        // A currency of the command line does not go with a rate of the settings.
        bool isGiven = context.IsGiven(CurrencyCode) || context.IsGiven(Rate);
        string? code = isGiven ? context.Line.GetValue(CurrencyCode) : context.ValueOf(CurrencyCode);
        string? rate = isGiven ? context.Line.GetValue(Rate) : context.ValueOf(Rate);
        if (code is null && rate is null) return Currency.UsDollar;
        if (code is null || rate is null)
            throw UserError.InOption($"{CurrencyCode.Name} and {Rate.Name} go together, as in --currency EUR --rate 0.92.");
        return new Currency(CodeOf(CurrencyCode.Name, code), RateOf(Rate.Name, rate));
    }

    /// <exception cref="UserError">The text is no code of a currency.</exception>
    public static string CodeOf(string name, string value) => value.Length == 3 && value.All(char.IsAsciiLetter)
        ? value.ToUpperInvariant()
        : throw UserError.InOption($"{name} '{value}' is no currency; write three letters such as EUR.");

    /// <exception cref="UserError">The text is no rate.</exception>
    public static decimal RateOf(string name, string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal perDollar) && perDollar is > 0 and < 1_000_000
            ? perDollar
            : throw UserError.InOption($"{name} '{value}' is no rate; write how much of the currency a dollar buys, as in 0.92.");
}
