using System.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.CommandLine;

/// <summary>Where a report goes and in which form.</summary>
internal static class OutputOptions
{
    public static readonly Option<string?> Format = Flags.Value("--format", "FORM", "table, json, csv, tsv, markdown, ndjson or html", "-f");
    public static readonly Option<bool> Json = Flags.Switch("--json", "Same as --format json", "-j");
    public static readonly Option<bool> Csv = Flags.Switch("--csv", "Same as --format csv");
    public static readonly Option<bool> Markdown = Flags.Switch("--md", "Same as --format markdown");
    public static readonly Option<bool> Light = Flags.Switch("--light", "Same as --format table");
    public static readonly Option<string?> Output = Flags.Value("--output", "FILE", "Write to a file, whole or not at all", "-o");
    public static readonly Option<string?> Color = Flags.Value("--color", "WHEN", "auto (the default), always or never");
    public static readonly Option<bool> NoSpinner = Flags.Switch("--no-spinner", "Show no progress");
    public static readonly Option<bool> Diagnostics = Flags.Switch("--diagnostics", "List everything that could not be read, on standard error");
    public static readonly Option<bool> Strict = Flags.Switch("--strict", "Exit with 1 when something could not be read");
    public static readonly Option<bool> Benchmark = Flags.Switch("--benchmark", "Tell on standard error what took how long");

    public static OptionGroup Group { get; } =
        new("Output", [Format, Json, Csv, Markdown, Light, Output, Color, NoSpinner, Diagnostics, Strict, Benchmark]);

    /// <summary>The form that is asked for; null when none is.</summary>
    /// <exception cref="UserError">Two forms are asked for, or an unknown one.</exception>
    public static OutputFormat? FormatOf(CommandContext context)
    {
        OutputFormat[] wanted =
        [
            .. context.ValueOf(Format) is { } name ? [FormatOf(name)] : Array.Empty<OutputFormat>(),
            .. Switch(context, Json, OutputFormat.Json),
            .. Switch(context, Csv, OutputFormat.Csv),
            .. Switch(context, Markdown, OutputFormat.Markdown),
            .. Switch(context, Light, OutputFormat.Table),
        ];
        if (wanted.Length == 0) return null;
        return wanted.Distinct().Count() == 1
            ? wanted[0]
            : throw UserError.InOption($"two forms are asked for, {NameOf(wanted[0])} and {NameOf(wanted[1])}; choose one.");
    }

    /// <summary>What the place that a report goes to can show.</summary>
    /// <exception cref="UserError">The word for colour is unknown.</exception>
    public static ScreenStyle StyleOf(CommandContext context)
    {
        CliHost host = context.Host;
        bool isTerminal = host.TerminalWidth is not null && context.ValueOf(Output) is null;
        bool isDumb = host.Variable("TERM") == "dumb";
        bool hasColour = ColorOf(Color.Name, context.ValueOf(Color) ?? "auto")
            ?? (IsForced(host) || (isTerminal && !isDumb && string.IsNullOrEmpty(host.Variable("NO_COLOR"))));
        return new ScreenStyle(isTerminal ? host.TerminalWidth : null, hasColour, HasUnicode: !isDumb);
    }

    /// <summary>Whether colour is wanted; null when that depends on where the report goes.</summary>
    /// <exception cref="UserError">The word is unknown.</exception>
    public static bool? ColorOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "always" => true,
        "never" => false,
        "auto" => null,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes auto, always or never."),
    };

    private static bool IsForced(CliHost host) => host.Variable("FORCE_COLOR") is { Length: > 0 } value && value != "0";

    private static IEnumerable<OutputFormat> Switch(CommandContext context, Option<bool> option, OutputFormat format) =>
        context.Has(option) ? [format] : [];

    private static OutputFormat FormatOf(string name)
    {
        if (name.Equals("md", StringComparison.OrdinalIgnoreCase)) return OutputFormat.Markdown;
        for (OutputFormat format = OutputFormat.Table; format <= OutputFormat.Html; format++)
            if (name.Equals(NameOf(format), StringComparison.OrdinalIgnoreCase)) return format;
        throw UserError.InOption($"{Format.Name} '{name}' is unknown; it takes table, json, csv, tsv, markdown, ndjson or html.");
    }

    private static string NameOf(OutputFormat format) => format.ToString().ToLowerInvariant();
}
