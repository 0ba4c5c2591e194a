using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Files;
using Tokscale.Core.Pricing.Custom;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>The user's own prices, names and discounts, as the program understands them.</summary>
internal static class PricingOverridesCommand
{
    public static CliCommand Create() =>
        new(
            "list-overrides", $"Your own prices, names and discounts, from {CustomPrices.FileName}",
            OutputOptions.Group, new OptionGroup("Cost", [CostOptions.CurrencyCode, CostOptions.Rate]))
        {
            Run = Run,
        };

    private static ExitCode Run(CommandContext context)
    {
        var writer = new ReportWriter(context, OutputFormat.Table);
        HomeDirectory home = context.Host.UserHome ?? throw new UserError("the home directory is not known; set HOME.");
        string path = Prices.CustomPathOf(home);
        var today = DateOnly.FromDateTime(context.Host.Clock.GetUtcNow().UtcDateTime);
        CustomPrices? custom = CustomPrices.Load(path, today);
        foreach (string problem in custom?.Problems ?? []) context.Host.Say(problem);
        if (custom is null && writer.IsForPeople) context.Host.Say($"There are no prices of your own; {path} would hold them.");
        var view = new PriceOverridesView(path, custom, today);
        ExitCode written = writer.Write(new Presentation(view.Table, view.WriteJson), ReportZone.Utc);
        return written is ExitCode.Done && context.Has(OutputOptions.Strict) && custom is { Problems.Count: > 0 } ? ExitCode.Failed : written;
    }
}
