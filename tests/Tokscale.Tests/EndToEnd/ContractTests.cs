using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.EndToEnd;

/// <summary>
/// Every filter, grouping, order, form and exit code that the help promises, on the native binary. What is expected is worked
/// out from the exported calls of the example, one by one.
/// </summary>
public sealed class ContractTests
{
    private static readonly Lazy<Call[]> s_calls = new(static () =>
    [
        .. Lines(Run("export --sample --format ndjson").Output).Select(line => JsonDocument.Parse(line).RootElement).Select(call => new Call(
            DateTimeOffset.Parse(call.GetProperty("time").GetString()!, CultureInfo.InvariantCulture),
            Text(call, "client"), Text(call, "provider"), Text(call, "model"), Text(call, "modelId"), Text(call, "sessionId"), Text(call, "project"),
            Text(call, "agent"), call.GetProperty("total").GetInt64(), call.GetProperty("messageCount").GetInt32(), call.GetProperty("cost").GetDecimal())),
    ]);

    private static readonly Dictionary<string, Func<Call, bool>> s_filters = new()
    {
        [""] = _ => true,
        ["-c claude"] = call => call.Client == "claude",
        ["-c claude,codex"] = call => call.Client is "claude" or "codex",
        ["-c claude -c gemini"] = call => call.Client is "claude" or "gemini",
        ["--client opencode"] = call => call.Client == "opencode",
        ["--codex"] = call => call.Client == "codex",
        ["--codex --gemini"] = call => call.Client is "codex" or "gemini",
        ["--model *opus*"] = call => call.ModelId.Contains("opus"),
        ["--model gpt-5.2"] = call => call.ModelId == "gpt-5.2",
        ["--provider google"] = call => call.Provider == "google",
        ["--project /home/sample/work"] = call => call.Project.StartsWith("/home/sample/work/"),
        ["--project infra"] = call => call.Project.EndsWith("/infra"),
        ["--session 5a3b1e00-0000-4000-8000-000000000002"] = call => call.Session.EndsWith("000000000002"),
        ["--agent build"] = call => call.Agent == "build",
        ["--today"] = call => DayOf(call) == Last,
        ["--yesterday"] = call => DayOf(call) == Last.AddDays(-1),
        ["--week"] = call => DayOf(call) > Last.AddDays(-7) && DayOf(call) <= Last,
        ["--month"] = call => DayOf(call).Month == Last.Month,
        ["--year 2026"] = call => DayOf(call).Year == 2026,
        ["--year 2025"] = call => DayOf(call).Year == 2025,
        ["--since 2026-05-10"] = call => DayOf(call) >= new DateOnly(2026, 5, 10),
        ["--since 20260510 --until 20260512"] = call => DayOf(call) >= new DateOnly(2026, 5, 10) && DayOf(call) <= new DateOnly(2026, 5, 12),
        ["--until 2026-04"] = call => DayOf(call) < new DateOnly(2026, 5, 1),
        ["--since 2w"] = call => DayOf(call) >= Last.AddDays(-14),
        ["--since yesterday --until today"] = call => DayOf(call) >= Last.AddDays(-1) && DayOf(call) <= Last,
        ["--since 2026-05-10 -z Asia/Tokyo"] = call => DateOnly.FromDateTime(call.Time.ToOffset(TimeSpan.FromHours(9)).Date) >= new DateOnly(2026, 5, 10),
    };

    private static readonly Dictionary<string, Func<Call, string>> s_groups = new()
    {
        ["client"] = call => call.Client,
        ["provider"] = call => call.Provider,
        ["model"] = call => call.Model,
        ["model-id"] = call => call.ModelId,
        ["project"] = call => call.Project,
        ["session"] = call => call.Session,
        ["agent"] = call => call.Agent,
        ["day"] = call => DayOf(call).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["month"] = call => DayOf(call).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        ["hour"] = call => call.Time.ToString("yyyy-MM-dd HH:00", CultureInfo.InvariantCulture),
        ["week"] = call => DayOf(call).AddDays(-(((int)DayOf(call).DayOfWeek + 6) % 7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["project,model"] = call => call.Project + call.Model,
        ["day,client,model-id,session"] = call => DayOf(call) + call.Client + call.ModelId + call.Session,
    };

    /// <summary>The day that the example ends with, which it takes for today.</summary>
    private static DateOnly Last => s_calls.Value.Max(DayOf);

    public static TheoryData<string> Filters() => [.. s_filters.Keys];

    public static TheoryData<string> Groups() => [.. s_groups.Keys];

    [Theory, MemberData(nameof(Filters))]
    public void A_filter_keeps_the_calls_it_names_and_no_others(string filter)
    {
        Call[] expected = [.. s_calls.Value.Where(s_filters[filter])];
        foreach (string report in new[] { "models", "daily", "sessions", "hourly", "projects", "agents", "check --max-cost 999" })
        {
            JsonElement totals = Report($"{report} {filter}").GetProperty("totals");
            Assert.Equal(
                (expected.Sum(call => call.Tokens), (long)expected.Sum(call => call.Messages)),
                (totals.GetProperty("total").GetInt64(), totals.GetProperty("messageCount").GetInt64()));
        }
        Assert.Equal(expected.Length, Lines(Run($"export --sample --format ndjson {filter}").Output).Count());
    }

    [Theory, MemberData(nameof(Groups))]
    public void A_report_has_a_row_for_each_combination_of_its_keys(string keys)
    {
        JsonElement report = Report($"models --group-by {keys}");
        JsonElement[] entries = [.. report.GetProperty("entries").EnumerateArray()];
        Assert.Equal(keys, report.GetProperty("groupBy").GetString());
        Assert.Equal(
            s_calls.Value.GroupBy(s_groups[keys]).Select(group => group.Sum(call => call.Tokens)).Order(),
            entries.Select(entry => entry.GetProperty("total").GetInt64()).Order());
        Assert.Equal(s_calls.Value.Sum(call => call.Tokens), report.GetProperty("totals").GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("cost", "cost")]
    [InlineData("tokens", "total")]
    [InlineData("messages", "messageCount")]
    [InlineData("input", "input")]
    [InlineData("output", "output")]
    public void Rows_are_in_the_order_that_is_asked_for(string order, string key)
    {
        decimal[] descending = Values($"models --sort {order} --desc", key), ascending = Values($"models --sort {order} --asc", key);
        Assert.Equal(descending.OrderDescending(), descending);
        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(descending, Values($"models --sort {order}", key));
    }

    [Fact]
    public void Rows_over_the_limit_are_one_and_the_totals_stay()
    {
        JsonElement all = Report("models"), limited = Report("models --limit 3");
        Assert.Equal(4, limited.GetProperty("entries").GetArrayLength());
        Assert.Equal(all.GetProperty("totals").GetRawText(), limited.GetProperty("totals").GetRawText());
        decimal[] costs = Values("models --limit 3", "cost");
        Assert.Equal(all.GetProperty("totals").GetProperty("cost").GetDecimal(), costs.Sum());
    }

    [Fact]
    public void Cheap_rows_can_be_left_out()
    {
        Assert.All(Values("models --min-cost 1", "cost"), cost => Assert.True(cost >= 1));
        Assert.Equal(Values("models", "cost").Count(cost => cost >= 1), Values("models --min-cost 1", "cost").Length);
        Assert.DoesNotContain(0, Values("models --hide-zero", "cost"));
    }

    [Fact]
    public void Periods_without_usage_are_listed_when_asked_for()
    {
        string[] days = [.. Report("daily --fill").GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("date").GetString()!)];
        DateOnly first = s_calls.Value.Min(DayOf);
        Assert.Equal(Enumerable.Range(0, Last.DayNumber - first.DayNumber + 1), days.Select(day => DateOnly.Parse(day, CultureInfo.InvariantCulture).DayNumber - first.DayNumber).Order());
    }

    [Fact]
    public void Weeks_can_begin_on_sunday() => Assert.All(
        Report("weekly --week-start sunday").GetProperty("entries").EnumerateArray(),
        entry => Assert.Equal(DayOfWeek.Sunday, DateOnly.Parse(entry.GetProperty("week").GetString()!, CultureInfo.InvariantCulture).DayOfWeek));

    [Theory]
    [InlineData("--json", "{")]
    [InlineData("--csv", "client,model,")]
    [InlineData("--md", "| ")]
    [InlineData("--format tsv", "client\tmodel\t")]
    [InlineData("--format html", "<!doctype html>")]
    [InlineData("--format ndjson", "{\"client\":")]
    [InlineData("--light", "Usage by client and model")]
    public void A_report_comes_in_the_form_that_is_asked_for(string form, string start)
    {
        string report = Run($"models --sample {form}").Output;
        Assert.Contains(start, report.Length > 600 ? report[..600] : report, StringComparison.OrdinalIgnoreCase);
        using var folder = new TemporaryFolder();
        string file = Path.Join(folder.Path, "report");
        Assert.Equal((0, ""), (Run($"models --sample {form} --output {file}").ExitCode, Run($"models --sample {form} -o {file}").Output));
        Assert.Contains(start, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Money_is_shown_in_another_currency_and_stays_dollars_in_json()
    {
        Assert.Contains("€", Run("models --sample --currency EUR --rate 0.92").Output);
        Assert.Equal(
            Report("models").GetProperty("totals").GetProperty("cost").GetDecimal(),
            Report("models --currency EUR --rate 0.92").GetProperty("totals").GetProperty("cost").GetDecimal());
    }

    [Theory]
    [InlineData("models --sample", 0)]
    [InlineData("models --sample -c amp", 0)]
    [InlineData("models --home /no/such/folder", 2)]
    [InlineData("models --since tomorrow", 2)]
    [InlineData("models --since 2026-05-02 --until 2026-05-01", 2)]
    [InlineData("models --bogus", 2)]
    [InlineData("modles", 2)]
    [InlineData("pricing no-such-model-anywhere --offline", 1)]
    [InlineData("check --sample --max-cost 5", 3)]
    [InlineData("check --sample --max-cost 500", 0)]
    [InlineData("check --sample --max-tokens 5", 3)]
    public void The_exit_code_says_how_it_went(string line, int exitCode)
    {
        NativeBinary.Run run = Run(line);
        Assert.Equal(exitCode, run.ExitCode);
        if (exitCode is 1 or 2) Assert.Equal("", run.Output);
        if (exitCode is 1 or 2) Assert.StartsWith("Error: ", run.Error);
    }

    [Fact]
    public void A_pipeline_gets_a_summary_and_outputs()
    {
        using var folder = new TemporaryFolder();
        string summary = Path.Join(folder.Path, "summary.md"), outputs = Path.Join(folder.Path, "outputs");
        NativeBinary.Run run = NativeBinary.Start(
            folder.Path, "check --sample --max-cost 5 --github",
            new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = summary, ["GITHUB_OUTPUT"] = outputs });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("| ", File.ReadAllText(summary));
        Assert.Contains("cost=", File.ReadAllText(outputs));
    }

    [Theory]
    [InlineData("blocks --active")]
    [InlineData("blocks --recent")]
    [InlineData("blocks --token-limit max")]
    [InlineData("blocks --client codex")]
    [InlineData("doctor")]
    [InlineData("clients --all")]
    [InlineData("pricing claude-sonnet-4-5")]
    [InlineData("pricing --list --unpriced")]
    [InlineData("pricing list-overrides")]
    [InlineData("time-metrics")]
    [InlineData("graph")]
    [InlineData("budget list")]
    [InlineData("archive status")]
    [InlineData("cache status")]
    [InlineData("config list")]
    public void A_command_that_is_no_plain_report_gives_json_too(string command)
    {
        using var home = new TemporaryFolder();
        bool takesSample = command.Split(' ')[0] is "blocks" or "doctor" or "clients" or "time-metrics" or "graph";
        NativeBinary.Run run = NativeBinary.Start(home.Path, $"{command} --json{(takesSample ? " --sample" : "")}");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal((0, JsonValueKind.Object), (run.ExitCode, document.RootElement.ValueKind));
    }

    private static DateOnly DayOf(Call call) => DateOnly.FromDateTime(call.Time.UtcDateTime);

    private static NativeBinary.Run Run(string line)
    {
        using var home = new TemporaryFolder();
        return NativeBinary.Start(home.Path, line);
    }

    private static JsonElement Report(string line)
    {
        NativeBinary.Run run = Run($"{line} --sample --json");
        Assert.Equal(0, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    private static decimal[] Values(string line, string key) =>
        [.. Report(line).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty(key).GetDecimal())];

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(JsonElement call, string name) => call.GetProperty(name).GetString() ?? "";

    private sealed record Call(
        DateTimeOffset Time, string Client, string Provider, string Model, string ModelId, string Session, string Project, string Agent, long Tokens,
        int Messages, decimal Cost);
}
