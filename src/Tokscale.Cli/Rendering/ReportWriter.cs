using System.Text;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Core.Reports;
using Tokscale.Terminal;

namespace Tokscale.Cli.Rendering;

/// <summary>Writes a report in the form and to the place that the user chose.</summary>
internal sealed class ReportWriter
{
    private readonly CliHost _host;
    private readonly OutputFormat _format;
    private readonly ScreenStyle _style;
    private readonly Currency _currency;
    private readonly string? _path;

    /// <exception cref="UserError">An option about the output is wrong.</exception>
    public ReportWriter(CommandContext context, OutputFormat usualFormat)
    {
        _host = context.Host;
        _format = OutputOptions.FormatOf(context) ?? usualFormat;
        _style = OutputOptions.StyleOf(context);
        _currency = context.Line.CommandResult.Command.Options.Contains(CostOptions.CurrencyCode)
            ? CostOptions.CurrencyOf(context)
            : Currency.UsDollar;
        _path = context.ValueOf(OutputOptions.Output);
    }

    /// <summary>The report is for people, who are told things in words.</summary>
    public bool IsForPeople => _format is OutputFormat.Table or OutputFormat.Markdown or OutputFormat.Html;

    /// <exception cref="UserError">The file cannot be written.</exception>
    public ExitCode Write(Presentation report, ReportZone zone)
    {
        if (_format is OutputFormat.Json) return ReportOutput.Stream(_host, _path, output => JsonText.WriteTo(output, report.WriteJson));
        byte[] text = Render(report, zone);
        return ReportOutput.Stream(_host, _path, output => output.Write(text));
    }

    private byte[] Render(Presentation report, ReportZone zone) => _format switch
    {
        OutputFormat.Ndjson => new NdjsonRenderer(zone).Render(report.Table()),
        OutputFormat.Csv => Utf8(new DelimitedRenderer(',', zone).Render(report.Table())),
        OutputFormat.Tsv => Utf8(new DelimitedRenderer('\t', zone).Render(report.Table())),
        OutputFormat.Markdown => Utf8(new MarkdownRenderer(_currency, zone).Render(report.Table())),
        OutputFormat.Html => Utf8(new HtmlRenderer(_currency, zone).Render(report.Table())),
        _ => Utf8(report.Text ?? new TableRenderer(_style, _currency, zone).Render(report.Table())),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
