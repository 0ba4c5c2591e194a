using System.CommandLine;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Pricing;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>The price of a model and how it was found; or of all models in the logs.</summary>
internal static class PricingCommand
{
    private static readonly Argument<string?> s_model = new("model")
    {
        HelpName = "MODEL",
        Description = "A model id as in the logs",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> s_via = Flags.Value("--via", "PROVIDER", "The provider that serves the model, as in the logs");
    private static readonly string[] s_sources = ["litellm", "openrouter", "models.dev", "custom"];
    private static readonly Option<bool> s_list = Flags.Switch("--list", "All models in the logs");
    private static readonly Option<bool> s_unpriced = Flags.Switch("--unpriced", "With --list: only models without a price");

    public static CliCommand Create()
    {
        var command = new CliCommand(
            "pricing", "The price of a model, and how it was found",
            new OptionGroup("Prices", [s_via, s_list, s_unpriced]), FilterOptions.Group, CostOptions.Group, OutputOptions.Group, DataOptions.Group)
        {
            Run = Run,
            Examples =
            [
                ("tokscale pricing claude-sonnet-4-5", "one model"),
                ("tokscale pricing gpt-5.2 --provider openrouter", "as one list of prices has it"),
                ("tokscale pricing --list --unpriced", "what has no price"),
                ("tokscale pricing list-overrides", "what your own file says"),
            ],
        };
        command.Arguments.Add(s_model);
        command.Subcommands.Add(PricingOverridesCommand.Create());
        return command;
    }

    private static ExitCode Run(CommandContext context)
    {
        string? model = context.Line.GetValue(s_model);
        if (context.Has(s_list) || context.Has(s_unpriced))
            return model is null ? List(context) : throw UserError.InOption($"'pricing' takes a model or {s_list.Name}, not both.");
        return model is null
            ? throw UserError.InOption($"'pricing' needs a model, as in 'tokscale pricing claude-sonnet-4-5'; {s_list.Name} shows all in the logs.")
            : Show(context, model);
    }

    private static ExitCode Show(CommandContext context, string model)
    {
        var writer = new ReportWriter(context, OutputFormat.Table);
        Currency currency = CostOptions.CurrencyOf(context);
        using var prices = new Prices(context);
        prices.Table.Find(model, context.ValueOf(s_via));
        prices.AskMakers();
        PriceTable table = context.ValueOf(FilterOptions.Provider) is { } source ? prices.Table.Only(SourceOf(source)) : prices.Table;
        PriceMatch match = table.Find(model, context.ValueOf(s_via)) ?? throw NotFound(model, table, context);
        IEnumerable<string> settings = context.Has(DataOptions.Sample) ? [] : context.Settings.Problems;
        foreach (string line in settings.Concat(prices.Warnings())) context.Host.Say(line);
        var card = new PriceCardView(model, match, currency);
        return writer.Write(new Presentation(card.Table, card.WriteJson) { Text = card.Lines() }, ReportZone.Utc);
    }

    /// <exception cref="UserError">There is no such list of prices.</exception>
    private static string SourceOf(string name) => s_sources.Contains(name)
        ? name
        : throw UserError.InOption($"{FilterOptions.Provider.Name} '{name}' is no list of prices; it takes {string.Join(", ", s_sources)}.");

    private static UserError NotFound(string model, PriceTable table, CommandContext context)
    {
        if (table.FindAny(model, context.ValueOf(s_via)) is { } unsure)
        {
            string confidence = PriceWords.Of(unsure.Confidence);
            return new UserError(
                $"Model not found: {model}; {unsure.Source} has {unsure.MatchedKey}, a match of {confidence} confidence ({unsure.How}): "
                + $"name the provider with {s_via.Name}, or write {CostOptions.ConfidenceMin.Name} {confidence}");
        }
        IReadOnlyList<string> near = table.Suggest(model);
        string way = near.Count > 0 ? $"; models of that name with a price: {string.Join(", ", near)}" : "";
        return new UserError($"Model not found: {model}{way}");
    }

    private static ExitCode List(CommandContext context)
    {
        using var run = new ReportRun(context);
        ReportQuery query = new([GroupKey.ModelId, GroupKey.Provider]) { Filter = FilterOptions.Read(context, run.Today), Zone = run.Zone };
        ScanResult scan = run.Scan();
        UsageReport report = run.Priced(models => UsageReportBuilder.Build(query, scan, models));
        UsageReportRow[] rows = [.. report.Rows.Where(row => !context.Has(s_unpriced) || row.Figures.UnpricedTokens > 0)];
        var list = new PriceListView(rows, run.Envelope(scan), run.Prices.Table);
        return run.Finish(new Presentation(list.Table, list.WriteJson) { IsEmpty = report.Rows.Count == 0 }, scan);
    }
}
