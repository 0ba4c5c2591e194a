using System.Text;
using System.Text.RegularExpressions;
using Tokscale.Core.Sources;
using Tokscale.Tests.EndToEnd;
using Xunit;

namespace Tokscale.Tests;

/// <summary>
/// Keeps the README true: its table of sources and the output it shows are made by the program. With
/// <c>TOKSCALE_UPDATE_GOLDEN=1</c> the test writes them anew.
/// </summary>
public partial class ReadmeTests
{
    private static readonly string s_path = Path.Join(Fixture.RepositoryFolder(), "README.md");

    [Fact]
    public void The_table_of_sources_lists_the_registry() => AssertSection("<!-- sources -->\n", SourcesTable(), "<!-- end -->");

    [Fact]
    public void The_output_shown_is_what_the_binary_prints()
    {
        using var home = new TemporaryFolder();
        NativeBinary.Run run = NativeBinary.Start(home.Path, "models --sample --offline");
        AssertSection("$ scripts/tokscale models --sample\n", run.Output, "```");
    }

    [Fact]
    public void Every_example_of_the_readme_runs()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        string[] examples = [.. ShellBlock().Matches(File.ReadAllText(s_path)).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.StartsWith("tokscale"))];
        Assert.True(examples.Length > 15, "the examples were not found");
        bool hasJq = NativeBinary.Shell(fixture.Home, "command -v jq").ExitCode == 0;
        foreach (string example in examples.Where(example => hasJq || !example.Contains("| jq")))
        {
            NativeBinary.Run run = NativeBinary.Shell(fixture.Home, $"cd && set -o pipefail && tokscale() {{ \"$T\" \"$@\"; }} && {example}");
            Assert.True(run.ExitCode == 0, $"{example}: {run.ExitCode} {run.Error}");
        }
    }

    [Fact]
    public void Every_script_that_is_named_exists()
    {
        foreach (Match match in ScriptName().Matches(File.ReadAllText(s_path)))
        {
            Assert.True(File.Exists(Path.Join(Fixture.RepositoryFolder(), match.Value)), match.Value);
        }
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (Match match in Link().Matches(File.ReadAllText(s_path)))
        {
            string path = Path.Join(Fixture.RepositoryFolder(), match.Groups[1].Value);
            Assert.True(Path.Exists(path), match.Groups[1].Value);
        }
    }

    private static string SourcesTable()
    {
        var table = new StringBuilder("| agent | `--client` | logs below (Linux) |\n|---|---|---|\n");
        foreach (UsageSource source in SourceRegistry.All.OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase))
        {
            string[] roots = [.. source.Roots.Where(root => root.Systems.HasFlag(RootSystems.Linux)).Select(PathOf).Distinct()];
            string more = roots.Length > 1 ? $" and {roots.Length - 1} more" : string.Empty;
            string places = roots.Length > 0 ? $"`{roots[0]}`{more}" : "in the logs of other agents";
            table.Append($"| {source.Name} | `{source.Id}` | {places} |\n");
        }
        return table.ToString();
    }

    private static string PathOf(SourceRoot root) => Path.Join(root.Place switch
    {
        RootPlace.Home => "~",
        RootPlace.XdgConfig or RootPlace.AppConfig => "~/.config",
        RootPlace.XdgData or RootPlace.AppData => "~/.local/share",
        RootPlace.XdgState => "~/.local/state",
        RootPlace.Tokscale => "~/.config/tokscale",
        _ => throw new ArgumentOutOfRangeException(nameof(root)),
    }, root.Path);

    private static void AssertSection(string start, string expected, string end)
    {
        string readme = File.ReadAllText(s_path);
        int from = readme.IndexOf(start, StringComparison.Ordinal) + start.Length;
        int to = readme.IndexOf(end, from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("TOKSCALE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(s_path, readme[..from] + expected + readme[to..]);
            return;
        }
        Assert.Equal(expected, readme[from..to]);
    }

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"scripts/[a-z-]+")]
    private static partial Regex ScriptName();

    [GeneratedRegex(@"\]\(([A-Za-z][^)#:]*)\)")]
    private static partial Regex Link();
}
