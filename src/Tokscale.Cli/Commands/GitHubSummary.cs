using System.Globalization;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Tells GitHub Actions the result: a summary for people, outputs for later steps.</summary>
internal sealed class GitHubSummary
{
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";
    private const string OutputVariable = "GITHUB_OUTPUT";

    private readonly string _summaryPath, _outputPath;

    /// <exception cref="UserError">A file of GitHub's is not named.</exception>
    public GitHubSummary(CliHost host) => (_summaryPath, _outputPath) = (PathIn(host, SummaryVariable), PathIn(host, OutputVariable));

    private static string PathIn(CliHost host, string variable) => host.Variable(variable) is { Length: > 0 } path
        ? path
        : throw new UserError($"--github needs ${variable}, which GitHub Actions sets; leave --github out elsewhere.");

    /// <exception cref="UserError">A file of GitHub's cannot be written.</exception>
    public void Write(ReportTable table, UsageFigures totals, string verdict, bool isOver, ReportZone zone)
    {
        Append(_summaryPath, SummaryVariable, $"{new MarkdownRenderer(Currency.UsDollar, zone).Render(table)}\n{verdict}\n");
        decimal costUsd = JsonText.Plain(totals.CostUsd ?? 0);
        Append(_outputPath, OutputVariable, string.Create(CultureInfo.InvariantCulture, $"cost={costUsd}\ntokens={totals.TotalTokens}\n"));
        Append(_outputPath, OutputVariable, string.Create(CultureInfo.InvariantCulture, $"unpriced-tokens={totals.UnpricedTokens}\n"));
        Append(_outputPath, OutputVariable, $"over-limit={(isOver ? "true" : "false")}\n");
    }

    private static void Append(string path, string variable, string text)
    {
        try
        {
            File.AppendAllText(path, text);
        }
        catch (IOException error)
        {
            throw new UserError($"${variable} could not be written: {error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserError($"${variable} could not be written: {error.Message}");
        }
    }
}
