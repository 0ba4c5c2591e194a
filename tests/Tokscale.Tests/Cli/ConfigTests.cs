using System.Text.Json;
using Tokscale.Cli;
using Xunit;

namespace Tokscale.Tests.Cli;

/// <summary>What holds when the command line does not say: flag before environment before settings.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly Fixture _fixture = Fixture.Lay("claude/normal");

    private string SettingsPath => Path.Join(_fixture.Home, ".config/tokscale/settings.json");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_setting_is_saved_used_shown_and_forgotten()
    {
        Assert.Equal($"Set: currency is EUR, in {SettingsPath}.\n", Run("config set currency EUR").Error);
        Run("config set rate 0.5");
        Assert.Equal("EUR\n", Run("config get currency").Output);
        Assert.Contains("€", Run("models").Output);
        Assert.Equal("Unset: currency is USD again.\n", Run("config unset currency").Error);
        Run("config unset rate");
        Assert.Equal("USD\n", Run("config get currency").Output);
        Assert.Contains("$", Run("models").Output);
    }

    [Fact]
    public void A_flag_goes_before_the_environment_and_that_before_a_setting()
    {
        Run("config set timezone Asia/Tokyo");
        var utc = new Dictionary<string, string> { ["TOKSCALE_TIMEZONE"] = "utc" };
        Assert.Equal("Asia/Tokyo", ZoneOf(Run("daily --json")));
        Assert.Equal("UTC", ZoneOf(Run("daily --json", utc)));
        Assert.Equal("America/New_York", ZoneOf(Run("daily --json -z America/New_York", utc)));
        Assert.Equal("UTC", ZoneOf(Run("daily --json --sample -z utc")));
    }

    [Fact]
    public void A_currency_of_the_command_line_does_not_take_the_rate_of_the_settings()
    {
        Run("config set currency EUR");
        Run("config set rate 0.5");
        CliRun run = Run("models --currency GBP");
        Assert.Equal((ExitCode.BadCommandLine, "Error: --currency and --rate go together, as in --currency EUR --rate 0.92.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void What_others_keep_in_the_file_stays_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsPath)!);
        File.WriteAllText(SettingsPath, """{"colorPalette":"blue","mode":"display","nested":{"a":[1,2.50,null]}}""");
        Run("config set mode calculate");
        Run("config set offline yes");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SettingsPath));
        Assert.Equal(
            """{"colorPalette":"blue","mode":"calculate","nested":{"a":[1,2.50,null]},"offline":"yes"}""",
            JsonSerializer.Serialize(document.RootElement));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SettingsPath));
    }

    [Theory]
    [InlineData("config set mode wild", "mode 'wild' is unknown; it takes auto, calculate or display.")]
    [InlineData("config set rate -1", "rate '-1' is no rate; write how much of the currency a dollar buys, as in 0.92.")]
    [InlineData("config set timezones utc", "there is no setting 'timezones'; did you mean timezone?")]
    [InlineData("config get nothing", "there is no setting 'nothing'; 'tokscale config list' lists them all.")]
    [InlineData("config set offline maybe", "offline 'maybe' is unknown; it takes true or false.")]
    public void A_wrong_setting_is_refused(string line, string message)
    {
        CliRun run = Run(line);
        Assert.Equal((ExitCode.BadCommandLine, $"Error: {message}\n"), (run.ExitCode, run.Error));
        Assert.False(File.Exists(SettingsPath));
    }

    [Fact]
    public void A_wrong_value_of_the_environment_is_an_error_that_names_the_variable()
    {
        CliRun run = Run("models", new Dictionary<string, string> { ["TOKSCALE_MODE"] = "wild" });
        Assert.Equal((ExitCode.BadCommandLine, "Error: TOKSCALE_MODE 'wild' is unknown; it takes auto, calculate or display.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("{\"mode\":\"wild\"}", "mode 'wild' is unknown")]
    [InlineData("{\"mode\":[1]}", "mode must be a text")]
    [InlineData("[1]", "it holds no object.")]
    [InlineData("{\n\"mode\":auto}", "settings.json is ignored: it is no valid JSON in line 2.")]
    [InlineData("{\"mode\":\"auto\",\n\n\"timezoen\":\"utc\"}", "settings.json, line 3: there is no setting 'timezoen'; did you mean timezone?")]
    [InlineData("{\"mode\":\"auto\",\n\"mode\":\"auto\"}", "settings.json, line 2: mode is there already in line 1; what stands last counts.")]
    [InlineData("{\"offline\":true,\n\"rate\":-1}", "settings.json, line 2, is ignored: rate '-1' is no rate; ")]
    [InlineData("{\"mode\":\"\\ud800\"}", "settings.json is ignored: it holds bytes that are no text.")]
    [InlineData("{\"scanner\":{\"extraRoot\":{}}}", "line 1: there is no setting 'scanner.extraRoot'; did you mean scanner.extraRoots?")]
    public void A_wrong_value_of_the_file_costs_one_warning_and_never_the_report(string content, string problem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsPath)!);
        File.WriteAllText(SettingsPath, content);
        CliRun run = Run("models --csv");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains(problem, Assert.Single(run.Error.TrimEnd().Split('\n')));
        Assert.Contains("claude", run.Output);
    }

    [Fact]
    public void What_tokscale_4_keeps_in_the_file_is_no_mistake_nor_is_a_mark_before_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsPath)!);
        File.WriteAllText(
            SettingsPath, "\uFEFF" + """{"colorPalette":"blue","scanner":{"opencodeDbPaths":[],"bucketTimezone":"UTC"},"light":{},"timezone":"utc"}""");
        CliRun run = Run("daily --json");
        Assert.Equal(("", "UTC"), (run.Error, ZoneOf(run)));
    }

    [Fact]
    public void A_file_that_is_a_link_is_not_replaced()
    {
        string other = Path.Join(_fixture.Home, "dotfiles.json");
        File.WriteAllText(other, "{}");
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsPath)!);
        File.CreateSymbolicLink(SettingsPath, other);
        CliRun run = Run("config set mode display");
        Assert.Equal((ExitCode.Failed, $"Error: {SettingsPath} is a link; change the file it leads to.\n"), (run.ExitCode, run.Error));
        Assert.Equal("{}", File.ReadAllText(other));
    }

    [Fact]
    public void The_list_says_where_each_value_comes_from()
    {
        Run("config set color never");
        CliRun run = Run("config list --json", new Dictionary<string, string> { ["TOKSCALE_WEEK_START"] = "sunday" });
        using JsonDocument report = JsonDocument.Parse(run.Output);
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(Path.Join(Fixture.RepositoryFolder(), "docs", "schema", "config.schema.json")));
        Assert.Empty(SchemaCheck.Errors(report.RootElement, schema.RootElement));
        string[] settings = [.. report.RootElement.GetProperty("settings").EnumerateArray().Select(item => $"{item.GetProperty("key")} {item.GetProperty("value")} {item.GetProperty("from")}")];
        Assert.Contains("color never settings.json", settings);
        Assert.Contains("weekStart sunday TOKSCALE_WEEK_START", settings);
        Assert.Contains("mode auto default", settings);
        Assert.Equal(SettingsPath + "\n", Run("config path").Output);
    }

    private CliRun Run(string line, Dictionary<string, string>? variables = null) => CliRun.Of(_fixture.Home, line.Split(' '), variables: variables);

    private static string ZoneOf(CliRun run)
    {
        using JsonDocument report = JsonDocument.Parse(run.Output);
        return report.RootElement.GetProperty("timezone").GetString()!;
    }
}
