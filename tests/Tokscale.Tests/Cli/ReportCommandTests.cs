using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Cli;
using Tokscale.Core.Pricing;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class ReportCommandTests
{
    [Theory]
    [InlineData("models", "groupBy,entries,totalInput,totalOutput,totalCacheRead,totalCacheWrite,totalMessages,totalCost,processingTimeMs")]
    [InlineData("monthly", "entries,totalCost,processingTimeMs")]
    [InlineData("hourly", "entries,totalCost,processingTimeMs")]
    [InlineData("graph", "meta,summary,years,contributions,timeMetrics")]
    [InlineData("clients", "headlessRoots,clients")]
    [InlineData("time-metrics", "metrics,processingTimeMs")]
    public void Json_keeps_the_keys_of_tokscale_4(string command, string keys)
    {
        JsonElement report = Json($"{command} --json --sample");

        Assert.All(keys.Split(','), key => Assert.True(report.TryGetProperty(key, out _), key));
    }

    [Theory]
    [InlineData("models", "client,mergedClients,model,provider,input,output,cacheRead,cacheWrite,reasoning,messageCount,cost,performance")]
    [InlineData("models --group-by workspace,model", "client,mergedClients,workspaceKey,workspaceLabel,model,provider,cost,performance")]
    [InlineData("models --group-by session,model", "client,sessionId,model,provider,cost,performance")]
    [InlineData("monthly", "month,models,input,output,cacheRead,cacheWrite,reasoning,messageCount,cost")]
    [InlineData("hourly", "hour,clients,models,input,output,cacheRead,cacheWrite,messageCount,turnCount,cost")]
    public void Entries_keep_the_keys_of_tokscale_4(string command, string keys)
    {
        JsonElement entry = Json($"{command} --json --sample").GetProperty("entries")[0];

        Assert.All(keys.Split(','), key => Assert.True(entry.TryGetProperty(key, out _), key));
    }

    [Fact]
    public void Rows_of_every_grouping_add_up_to_the_same_totals()
    {
        string[] groupings =
        [
            "client", "model", "model-id", "project", "session", "agent", "day", "week", "month", "hour", "provider",
            "day,client,model", "project,month,model-id",
        ];
        JsonElement all = Json("models --json --sample").GetProperty("totals");
        foreach (string grouping in groupings)
        {
            JsonElement report = Json($"models --json --sample --group-by {grouping}");
            foreach (string counter in new[] { "input", "output", "cacheRead", "cacheWrite", "reasoning", "total", "messageCount" })
            {
                Assert.Equal(all.GetProperty(counter).GetInt64(), report.GetProperty("totals").GetProperty(counter).GetInt64());
                long rowsSum = report.GetProperty("entries").EnumerateArray().Sum(entry => entry.GetProperty(counter).GetInt64());
                Assert.Equal(all.GetProperty(counter).GetInt64(), rowsSum);
            }
            decimal rowsUsd = report.GetProperty("entries").EnumerateArray().Sum(entry => entry.GetProperty("cost").GetDecimal());
            Assert.Equal(report.GetProperty("totals").GetProperty("cost").GetDecimal(), rowsUsd);
            Assert.Equal(all.GetProperty("cost").GetDecimal(), rowsUsd, 8);
        }
    }

    [Theory]
    [InlineData("claude-opus-4.5", "claude-opus-4-5")]
    [InlineData("claude-opus-4-5", "claude-opus-4-5")]
    [InlineData("claude-opus-4-5-20251101", "claude-opus-4-5")]
    [InlineData("claude-opus-4-5-20991231", null)]
    public void A_model_may_be_named_in_any_spelling_of_its_version(string pattern, string? model) =>
        Assert.Equal(
            model is null ? [] : [model],
            Json($"models --json --sample --claude --group-by model --model {pattern}").GetProperty("entries").EnumerateArray()
                .Select(entry => entry.GetProperty("model").GetString()!));

    [Theory]
    [InlineData("aaa1", 1)]
    [InlineData("AAA1-first", 1)]
    [InlineData("aaa", 0)]
    [InlineData("aaa*", 2)]
    [InlineData("bbb", 1)]
    public void A_session_may_be_named_by_the_beginning_of_its_id_when_no_other_begins_so(string id, int calls)
    {
        using var home = new TemporaryFolder();
        foreach (string session in new[] { "aaa1-first", "aaa2-second", "bbb", "bbb-more" })
        {
            home.Write($".claude/projects/p/{session}.jsonl", $$$"""
                {"type":"assistant","sessionId":"{{{session}}}","timestamp":"2026-05-01T10:00:00Z","requestId":"r-{{{session}}}","message":{"id":"msg_{{{session}}}","model":"claude-opus-4-6","usage":{"input_tokens":7,"output_tokens":2} } }

                """);
        }

        JsonElement report = Json($"models --json --home {home.Path} --session {id}");

        Assert.Equal(calls, report.GetProperty("totals").GetProperty("messageCount").GetInt32());
        Assert.Equal(id, report.GetProperty("filters").GetProperty("session").GetString());
    }

    [Fact]
    public void A_doctor_is_read_to_the_end_on_a_narrow_terminal()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        string log = Directory.GetFiles(fixture.Home, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.AppendAllText(log, "{\"type\":\"assistant\",\"message\":{\"usage\":{\"input_tokens\":oops}}}\n{\"a\":1}\n");

        string[] lines = CliRun.Of("/", $"doctor --color never --home {fixture.Home}", width: 70).Output.Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 70));
        Assert.DoesNotContain("…", string.Concat(lines));
    }

    [Fact]
    public void The_filters_of_json_are_all_that_leave_rows_out()
    {
        JsonElement filters = Json("models --json --sample --min-cost 0.5 --hide-zero").GetProperty("filters");
        JsonElement none = Json("models --json --sample").GetProperty("filters");

        Assert.Equal((0.5m, true), (filters.GetProperty("minCost").GetDecimal(), filters.GetProperty("hideZero").GetBoolean()));
        Assert.Equal((JsonValueKind.Null, false), (none.GetProperty("minCost").ValueKind, none.GetProperty("hideZero").GetBoolean()));
    }

    [Fact]
    public void The_same_logs_give_the_same_bytes()
    {
        static string Report() =>
            string.Concat(CliRun.Of("/", "models --json --sample").Output.Split('\n').Where(line => !line.Contains("processingTimeMs")));

        Assert.Equal(Report(), Report());
    }

    [Fact]
    public void When_all_is_well_json_says_nothing_of_losses()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        Assert.Equal("{}", Json($"models --json --home {fixture.Home}").GetProperty("diagnostics").GetRawText());
    }

    [Fact]
    public void What_could_not_be_read_is_said_on_standard_error_and_in_json()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        string log = Directory.GetFiles(fixture.Home, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.AppendAllText(log, "{\"type\":\"assistant\",\"message\":{\"usage\":{\"input_tokens\":oops}}}\n{\"a\":1}\n");

        CliRun run = CliRun.Of("/", $"models --json --home {fixture.Home}");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement diagnostics = document.RootElement.GetProperty("diagnostics");

        Assert.Equal((ExitCode.Done, 1), (run.ExitCode, diagnostics.GetProperty("linesSkipped").GetInt32()));
        JsonElement source = Assert.Single(diagnostics.GetProperty("sources").EnumerateArray());
        Assert.Equal((log, "malformedLine"), (source.GetProperty("path").GetString(), source.GetProperty("kind").GetString()));
        Assert.StartsWith($"warning: 1 malformed line was skipped, in {log}:", run.Error);
        Assert.Equal(ExitCode.Failed, CliRun.Of("/", $"models --strict --home {fixture.Home}").ExitCode);
    }

    [Fact]
    public void Without_logs_a_table_says_where_to_look_and_json_is_empty()
    {
        using var empty = new TemporaryFolder();

        CliRun table = CliRun.Of("/", $"--home {empty.Path}");
        JsonElement report = Json($"--json --home {empty.Path}");

        Assert.Equal(ExitCode.Done, table.ExitCode);
        Assert.Equal($"No usage found below {empty.Path}; 'tokscale clients --all' shows where it was looked for.\n", table.Error);
        Assert.Equal((0, 0m), (report.GetProperty("entries").GetArrayLength(), report.GetProperty("totals").GetProperty("cost").GetDecimal()));
    }

    [Theory]
    [InlineData("models --model typo", "--model 'typo'")]
    [InlineData("daily --fill --session none --project nowhere", "--project 'nowhere' --session 'none'")]
    [InlineData("sessions --since 2030-01-01", "--since '2030-01-01'")]
    [InlineData("blocks --agent nobody", "--agent 'nobody'")]
    [InlineData("models --min-cost 999999", "--min-cost '999999'")]
    public void Filters_that_nothing_matches_are_told_with_what_was_read(string line, string filters)
    {
        CliRun run = CliRun.Of("/", $"{line} --sample");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Matches($"^Nothing matches {Regex.Escape(filters)} \\([0-9]+ calls were read\\)\\.\n$", run.Error);
        Assert.Equal("", CliRun.Of("/", $"{line} --sample --json").Error);
    }

    [Fact]
    public void Grouped_by_model_id_an_entry_has_the_exact_id_beside_the_readable_name()
    {
        JsonElement entry = Json("models --json --sample --claude --group-by client,model-id --sort cost").GetProperty("entries")[0];

        Assert.Equal(
            ("claude-opus-4-5", "claude-opus-4-5-20251101"), (entry.GetProperty("model").GetString(), entry.GetProperty("modelId").GetString()));
    }

    [Fact]
    public void The_short_form_of_a_client_is_the_same_as_the_long_one() =>
        Assert.Equal(CliRun.Of("/", "daily --csv --sample -c claude").Output, CliRun.Of("/", "daily --csv --sample --claude").Output);

    [Fact]
    public void The_example_has_its_own_today() =>
        Assert.Contains("2026-05-31,", CliRun.Of("/", "daily --sample --today --csv").Output);

    [Fact]
    public void A_report_goes_to_a_file_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Join(folder.Path, "report.csv");
        File.WriteAllText(file, "old");

        CliRun nowhere = CliRun.Of("/", $"--sample --csv --output {folder.Path}/none/report.csv");
        Assert.Equal(
            (ExitCode.Failed,
                $"Error: --output '{folder.Path}/none/report.csv' could not be written: there is no folder {folder.Path}/none; make it first.\n"),
            (nowhere.ExitCode, nowhere.Error));
        Assert.Equal(
            $"Error: --output '{folder.Path}' is a folder; name a file in it.\n", CliRun.Of("/", $"--sample --csv --output {folder.Path}").Error);
        Assert.Equal("old", File.ReadAllText(file));
        CliRun run = CliRun.Of("/", $"--sample --csv --output {file}");

        Assert.Equal((ExitCode.Done, "", ""), (run.ExitCode, run.Output, run.Error));
        Assert.StartsWith("client,model,", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_gate_exits_with_3_when_over_its_limit_and_says_by_how_much()
    {
        CliRun over = CliRun.Of("/", "check --sample --max-cost 1"), within = CliRun.Of("/", "check --sample --max-tokens 1000000000");

        Assert.Equal(ExitCode.OverBudget, over.ExitCode);
        Assert.Matches("^over the limit: \\$[0-9.]+ of \\$1\\.00\\.\n$", over.Error);
        Assert.Equal(ExitCode.Done, within.ExitCode);
        Assert.Matches(
            "^within the limit: \\$0\\.00 of \\$1\\.00\\. Nothing matches --model 'typo' \\([0-9]+ calls were read\\)\\.\n$",
            CliRun.Of("/", "check --sample --max-cost 1 --model typo --json").Error);
        Assert.Equal("Error: check needs a limit; write --max-cost USD or --max-tokens N.\n", CliRun.Of("/", "check --sample").Error);
    }

    [Fact]
    public void A_gate_over_its_limit_exits_with_3_also_when_something_could_not_be_read()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        string log = Directory.GetFiles(fixture.Home, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.AppendAllText(log, "{\"type\":\"assistant\",\"message\":{\"usage\":{\"input_tokens\":oops}}}\n{\"a\":1}\n");

        CliRun over = CliRun.Of("/", $"check --strict --max-tokens 1 --home {fixture.Home}");
        CliRun within = CliRun.Of("/", $"check --strict --max-tokens 99999999 --home {fixture.Home}");

        Assert.Equal((ExitCode.OverBudget, ExitCode.Failed), (over.ExitCode, within.ExitCode));
        Assert.Matches("\nover the limit: [0-9,]+ of 1 tokens\\.\n$", over.Error);
        Assert.Matches("\nwithin the limit: [0-9,]+ of 99,999,999 tokens\\.\n$", within.Error);
    }

    [Fact]
    public void What_github_lacks_is_said_before_anything_is_read()
    {
        CliRun run = CliRun.Of("/", "check --sample --max-tokens 1 --github");

        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Error: --github needs $GITHUB_STEP_SUMMARY, ", run.Error);
    }

    [Fact]
    public void A_gate_tells_github_its_result()
    {
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_STEP_SUMMARY"] = Path.Join(folder.Path, "summary"),
            ["GITHUB_OUTPUT"] = Path.Join(folder.Path, "output"),
        };

        CliRun run = CliRun.Of("/", ["check", "--sample", "--claude", "--max-tokens", "1", "--github"], variables: variables);

        Assert.Equal(ExitCode.OverBudget, run.ExitCode);
        Assert.StartsWith("### Usage", File.ReadAllText(variables["GITHUB_STEP_SUMMARY"]));
        Assert.Contains("over-limit=true\n", File.ReadAllText(variables["GITHUB_OUTPUT"]));
    }

    [Fact]
    public void An_unknown_model_is_no_price_and_exit_code_1()
    {
        CliRun run = CliRun.Of("/", "pricing no-such-model-at-all");

        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Error: Model not found: no-such-model-at-all", run.Error);
    }

    [Fact]
    public void A_match_that_is_not_sure_enough_is_named_with_the_way_to_it()
    {
        CliRun run = CliRun.Of("/", "pricing DeepSeek-V3.1");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Matches(
            "^Error: Model not found: DeepSeek-V3.1; [a-z.]+ has [^ ]+, a match of low confidence \\(providers ask different prices\\): "
            + "name the provider with --via, or write --min-confidence low\n$",
            run.Error);
        Assert.Equal(ExitCode.Done, CliRun.Of("/", "pricing DeepSeek-V3.1 --min-confidence low").ExitCode);
    }

    [Fact]
    public void A_model_is_no_suggestion_for_itself() =>
        Assert.DoesNotContain("deepseek-v3.1,", PriceTable.Embedded.Suggest("DeepSeek-V3.1").Select(name => name + ","));

    [Fact]
    public void The_price_of_a_model_comes_with_its_source_and_confidence()
    {
        CliRun run = CliRun.Of("/", "pricing claude-sonnet-4-5");

        Assert.Contains("Input:          $3.00 / 1M tokens\n", run.Output);
        Assert.Contains("Confidence:     exact", run.Output);
    }

    private static JsonElement Json(string line)
    {
        using JsonDocument document = JsonDocument.Parse(CliRun.Of("/", line).Output);
        return document.RootElement.Clone();
    }
}
