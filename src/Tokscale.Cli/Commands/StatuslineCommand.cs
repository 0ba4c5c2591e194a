using System.CommandLine;
using System.Globalization;
using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Commands;

/// <summary>One line for a prompt or an agent's status line. It is shown again and again, so it never waits for a network.</summary>
internal static class StatuslineCommand
{
    private static readonly Option<string?> s_contextLow = Flags.Value(
        "--context-low-threshold", "PERCENT", "Below this the context window's share is green (50)");
    private static readonly Option<string?> s_contextMedium = Flags.Value(
        "--context-medium-threshold", "PERCENT", "Below this it is yellow, from it on red (80)");
    private static readonly Option<string?> s_visualBurnRate = Flags.Value(
        "--visual-burn-rate", "FORM", "How hard the model works: off (the default), emoji, text or emoji-text", "-B");

    public static CliCommand Create() =>
        new(
            "statusline", "One line for a prompt, or for an agent's hook with its JSON on standard input; prices are those of the last report",
            new OptionGroup("Filters", [.. FilterOptions.Clients, FilterOptions.Timezone]), CostOptions.Group,
            new OptionGroup("Output", [s_visualBurnRate, s_contextLow, s_contextMedium, OutputOptions.Color, OutputOptions.NoSpinner]), DataOptions.Group)
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        using var run = new ReportRun(context, fetchesPrices: context.Has(CostOptions.Refresh));
        var style = new StatuslineStyle(
            OutputOptions.StyleOf(context), BurnRateFormOf(context.ValueOf(s_visualBurnRate) ?? "off"),
            PercentOf(context, s_contextLow, 50), PercentOf(context, s_contextMedium, 80));
        HookInput hook = HookInput.Read(context.Host.Input);
        IReadOnlyList<UsageSource> sources = BlocksCommand.SourcesOf(run);
        ReportQuery query = new([]) { Zone = run.Zone, CostMode = CostOptions.ModeOf(context), PriceDate = CostOptions.PriceDateOf(context) };
        var text = new StatuslineText(style, CostOptions.CurrencyOf(context), run, hook);
        ScanResult scan = run.Scan(sources);
        string line = run.Priced(_ => text.Of(scan, query, BlocksCommand.LengthOf(sources)));
        return ReportOutput.TryWrite(context.Host, Encoding.UTF8.GetBytes(line + "\n")) ? ExitCode.Done : ExitCode.Failed;
    }

    private static BurnRateForm BurnRateFormOf(string form) => form.ToLowerInvariant() switch
    {
        "off" => BurnRateForm.Off,
        "emoji" => BurnRateForm.Emoji,
        "text" => BurnRateForm.Text,
        "emoji-text" => BurnRateForm.EmojiAndText,
        _ => throw UserError.InOption($"{s_visualBurnRate.Name} '{form}' is unknown; it takes off, emoji, text or emoji-text."),
    };

    private static double PercentOf(CommandContext context, Option<string?> option, double usual)
    {
        if (context.ValueOf(option) is not { } text) return usual;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent <= 100
            ? percent
            : throw UserError.InOption($"{option.Name} '{text}' is no share; write a number from 0 to 100.");
    }
}
