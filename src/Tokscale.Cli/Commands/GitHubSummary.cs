using System.Globalization;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Tells GitHub Actions the result: a summary for people, outputs for later steps.</summary>
internal sealed class GitHubSummary(CliHost host)
{
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";
    private const string OutputVariable = "GITHUB_OUTPUT";

    /// <exception cref="UserError">A file of GitHub's is not named or cannot be written.</exception>
    public void Write(ReportTable table, UsageFigures totals, string verdict, bool isOver, ReportZone zone)
    {
        Append(SummaryVariable, $"{new MarkdownRenderer(Currency.UsDollar, zone).Render(table)}\n{verdict}\n");
        decimal costUsd = JsonText.Plain(totals.CostUsd ?? 0);
        Append(OutputVariable, string.Create(CultureInfo.InvariantCulture, $"cost={costUsd}\ntokens={totals.TotalTokens}\n"));
        Append(OutputVariable, string.Create(CultureInfo.InvariantCulture, $"unpriced-tokens={totals.UnpricedTokens}\n"));
        Append(OutputVariable, $"over-limit={(isOver ? "true" : "false")}\n");
    }

    private void Append(string variable, string text)
    {
        string path = host.Variable(variable) ?? throw new UserError(
            $"--github needs ${variable}, which GitHub Actions sets; leave --github out elsewhere.");
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
