using System.Text.Json;
using Tokscale.Cli;
using Tokscale.Core.Pricing;
using Tokscale.Tests.Pricing;
using Xunit;

namespace Tokscale.Tests.Cli;

/// <summary>What the command line tells of prices: why they are what they are, and the user's own.</summary>
public sealed class PriceOptionTests : IDisposable
{
    private const string CustomFile = ".config/tokscale/custom-pricing.json";

    private readonly TemporaryFolder _home = new();
    private int _calls;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("models")]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("monthly")]
    [InlineData("hourly")]
    [InlineData("sessions")]
    [InlineData("projects")]
    [InlineData("agents")]
    [InlineData("blocks")]
    [InlineData("sessions show s1")]
    [InlineData("check --max-tokens 1000000000")]
    [InlineData("models --group-by project,day --limit 1")]
    public void Every_report_names_the_models_without_a_price_and_explains_the_others(string command)
    {
        Log(Call("no-such-model", input: 4000), Call("claude-opus-4-5-20251101", input: 1_000_000));

        string plain = Run(command).Output, explained = Run($"{command} --explain").Output;

        Assert.Contains("No price known for no-such-model (4,000 tokens).", plain);
        Assert.StartsWith(plain, explained);
        Assert.Contains("\nclaude-opus-4-5-20251101 (anthropic)\n  litellm: claude-opus-4-5-20251101, exact match (key of the price list), prices of 2026-", explained);
        Assert.Contains("\n  standard: $5.00 input for 1M tokens · 1 message, 1,000,000 tokens: $5.00\n", explained);
        Assert.Contains("\nno-such-model (anthropic)\n  no cost: no list has a model of that name", explained);
    }

    [Fact]
    public void A_doctor_tells_the_age_of_the_prices_in_use()
    {
        Log(Call("claude-opus-4-5-20251101", input: 10));

        string fresh = Doctor(new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero));
        string old = Doctor(PriceTable.Embedded.SnapshotDate.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddDays(40));

        Assert.DoesNotContain("stalePrices", fresh);
        Assert.Matches(@"\n,stalePrices,40,""?Prices of litellm are 40 days old, of 2026-[0-9-]+, built into the program", old);
        Assert.DoesNotContain("openrouter", old);

        string Doctor(DateTimeOffset now) => CliRun.Of(_home.Path, ["doctor", "--csv"], now: now).Output;
    }

    [Theory]
    [InlineData("models", "entries")]
    [InlineData("daily", "entries")]
    [InlineData("sessions", "entries")]
    [InlineData("models --group-by day --limit 1", "entries")]
    [InlineData("blocks", "blocks")]
    public void Every_entry_of_json_says_what_it_was_billed_at(string command, string entries)
    {
        Log(Call("claude-sonnet-4-5", input: 300_000), Call("claude-sonnet-4-5", input: 10), Call("no-such-model", input: 5));

        foreach (JsonElement entry in Json($"{command} --json").GetProperty(entries).EnumerateArray())
        {
            JsonElement[] prices = [.. entry.GetProperty("pricing").EnumerateArray()];
            Assert.NotEmpty(prices);
            Assert.Equal(
                entry.GetProperty(entries == "blocks" ? "totalTokens" : "total").GetInt64(), prices.Sum(price => price.GetProperty("tokens").GetInt64()));
            Assert.All(prices, price => Assert.Equal(
                price.GetProperty("source").ValueKind is JsonValueKind.Null, price.GetProperty("costSource").GetString() == "unpriced"));
        }
    }

    [Fact]
    public void A_long_prompt_is_explained_apart_with_its_own_price()
    {
        Log(Call("claude-sonnet-4-5", input: 300_000), Call("claude-sonnet-4-5", input: 10));

        string report = Run("models --explain").Output;

        Assert.Contains("standard, prompts above 200,000 tokens: $6.00 input for 1M tokens · 1 message, 300,000 tokens: $1.80\n", report);
        Assert.Contains("standard: $3.00 input for 1M tokens · 1 message, 10 tokens: $0.0000\n", report);
    }

    [Theory]
    [InlineData("--md", "**claude-opus-4-5 (anthropic)**\n\n- litellm: claude-opus-4-5, exact match")]
    [InlineData("--format html", "<h2>claude-opus-4-5 (anthropic)</h2>\n<ul>\n<li>litellm: claude-opus-4-5, exact match")]
    public void The_explanation_is_in_every_form_for_people(string format, string start)
    {
        Log(Call("claude-opus-4-5", input: 10));

        Assert.Contains(start, Run($"models --explain {format}").Output);
        Assert.Equal(Run("models --csv").Output, Run("models --csv --explain").Output);
    }

    [Fact]
    public void A_record_that_sums_requests_tells_what_it_would_cost_at_most()
    {
        _home.Write(CustomFile, """{"multiplier": {"anthropic": 0.5}}""");
        string file = "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n";
        _home.Write(".config/tokscale/cursor-cache/usage.csv", file + "2026-05-01T10:00:00Z,Included,claude-sonnet-4-5,No,0,1000000,0,0,1000000,0.00\n");

        string report = Run("models --cursor --mode calculate --explain").Output;

        Assert.Contains("times 0.5, as your file says", report);
        Assert.Contains("~ the log sums several requests: billed as if no prompt were long\n  ~ if every prompt were long: $3.00", report);
    }

    [Fact]
    public void A_price_for_each_call_by_its_own_day_is_said_in_the_filters()
    {
        Log(Call("claude-opus-4-6", input: 300_000, day: "2026-03-01"));

        JsonElement now = Json("models --json"), then = Json("models --json --price-date message");

        Assert.Equal((1.5m, "now"), (Cost(now), now.GetProperty("filters").GetProperty("priceDate").GetString()));
        Assert.Equal((3m, "message"), (Cost(then), then.GetProperty("filters").GetProperty("priceDate").GetString()));
        Assert.Equal("2026-03-13", then.GetProperty("entries")[0].GetProperty("pricing")[0].GetProperty("validUntil").GetString());
        Assert.Contains("before 2026-03-13: $10.00 input", Run("models --explain --price-date message").Output);
    }

    [Fact]
    public void A_change_that_the_list_is_too_old_to_have_counts_from_its_day()
    {
        Log(Call("gpt-5.6-sol", input: 100_000, day: "2026-08-20"), Call("gpt-5.6-sol", input: 100_000, day: "2026-08-21"));

        Assert.SkipUnless(PriceTable.Embedded.SnapshotDate < new DateOnly(2026, 8, 21), "the built-in list has the change");
        Assert.Equal((1m, 0.9m), (Cost(Json("models --json")), Cost(Json("models --json --price-date message"))));
        Assert.Contains("since 2026-08-21: $4.00 input", Run("models --explain --price-date message").Output);
        Assert.Contains("Since:          2026-08-21: input $4.00", CliRun.Of(_home.Path, "pricing gpt-5.6-sol").Output);
    }

    [Fact]
    public void A_match_that_is_not_sure_enough_is_no_price()
    {
        // The lists have only dated previews of it, which ask the same.
        Log(Call("kimi-k2", input: 1_000_000));

        Assert.Equal("~$0.60", TotalOf(Run("models").Output));
        Assert.Equal("unpriced", TotalOf(Run("models --min-confidence high").Output));
        Assert.Contains("only a medium match", Run("models --min-confidence high --explain").Output);
        Assert.Equal("~$0.60", TotalOf(Run("models --min-confidence LOW").Output));
    }

    [Fact]
    public void Both_can_be_set_for_good()
    {
        Log(Call("kimi-k2", input: 1_000_000), Call("claude-opus-4-6", input: 300_000, day: "2026-03-01"));
        Run("config set minConfidence high");
        Run("config set priceDate message");

        JsonElement report = Json("models --json");

        Assert.Equal((3m, "message"), (Cost(report), report.GetProperty("filters").GetProperty("priceDate").GetString()));
        Assert.Equal("kimi-k2", report.GetProperty("totals").GetProperty("unpricedModels")[0].GetProperty("modelId").GetString());
    }

    [Theory]
    [InlineData("models --min-confidence sure", "--min-confidence 'sure' is unknown; it takes high, medium or low.")]
    [InlineData("models --price-date today", "--price-date 'today' is unknown; it takes now or message.")]
    public void A_word_that_means_nothing_is_said(string command, string message)
    {
        CliRun run = Run(command);

        Assert.Equal((ExitCode.BadCommandLine, $"Error: {message}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void The_users_own_prices_names_and_discounts_are_listed_and_bad_ones_named()
    {
        _home.Write(CustomFile, """
            {"models": {"mine": {"input_cost_per_million_tokens": 1, "output_cost_per_million_tokens": 4, "from": "2099-01-01"}, "bad": {}},
             "providers": {"azure/mine": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}},
             "aliases": {"other": "gpt-5"}, "multiplier": {"azure": 0.85}}
            """);

        CliRun table = Run("pricing list-overrides"), csv = Run("pricing list-overrides --csv");
        JsonElement json = Json("pricing list-overrides --json");

        Assert.Contains("the price of \"bad\" is not used: it has no input price.", table.Error);
        Assert.Equal(
            [
                "kind,appliesTo,input,output,cacheRead,cacheWrite,from,pricedAs", "model,mine,1,4,,,2099-01-01 (not yet),",
                "provider,azure/mine,1,2,,,,", "alias,other,,,,,,gpt-5", "multiplier,azure,,,,,,the list price × 0.85",
            ],
            csv.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.False(json.GetProperty("prices")[0].GetProperty("active").GetBoolean());
        Assert.Equal(1, json.GetProperty("problems").GetArrayLength());
        Assert.Equal(ExitCode.Failed, Run("pricing list-overrides --strict").ExitCode);
    }

    [Fact]
    public void Without_prices_of_ones_own_it_is_said_where_they_would_be()
    {
        CliRun run = Run("pricing list-overrides");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("custom-pricing.json would hold them", run.Error);
    }

    [Fact]
    public void The_price_of_a_model_tells_the_other_name_that_led_to_it_and_former_prices()
    {
        _home.Write(CustomFile, """{"aliases": {"mine": "o3"}}""");

        CliRun run = Run("pricing mine");
        JsonElement json = Json("pricing mine --json");

        Assert.Contains("Alias:          mine → o3\n", run.Output);
        Assert.Contains("Before:         2025-06-10: input $10.00 / 1M tokens", run.Output);
        Assert.Equal("o3", json.GetProperty("resolution").GetProperty("otherName").GetString());
        Assert.Equal(1e-5m, json.GetProperty("formerPrices")[0].GetProperty("inputCostPerToken").GetDecimal());
        Assert.Contains("Alias:          big-pickle → z-ai/glm-4.7\n", Run("pricing big-pickle").Output);
    }

    [Fact]
    public void A_makers_own_price_at_the_router_is_asked_for_once_the_models_are_known_but_never_offline()
    {
        byte[] endpoints = """
            {"data": {"endpoints": [{"provider_name": "Alibaba", "pricing": {"prompt": "0.000001", "completion": "0.000005"}, "status": 0}]}}
            """u8.ToArray();
        using var server = new LoopbackServer((head, stream, token) => LoopbackServer.SendAsync(
            stream, "200 OK", head.Contains("/endpoints") ? endpoints : UpstreamDocuments.For(head), token));
        Log(Call("qwen3-coder", output: 1_000_000));
        Dictionary<string, string> online = new()
        {
            ["TOKSCALE_LITELLM_URL"] = server.Url + "/litellm",
            ["TOKSCALE_OPENROUTER_URL"] = server.Url + "/openrouter",
            ["TOKSCALE_MODELS_DEV_URL"] = server.Url + "/models-dev",
        };

        CliRun offline = CliRun.Of(_home.Path, ["models", "--offline", "--mode", "calculate"], homeVariables: online);
        Assert.Empty(server.Requests);
        CliRun run = CliRun.Of(_home.Path, ["models"], homeVariables: online);

        Assert.NotEqual(TotalOf(offline.Output), TotalOf(run.Output));
        Assert.Equal("$5.00", TotalOf(run.Output));
        Assert.Single(server.Requests, head => head.StartsWith("GET /openrouter/qwen/qwen3-coder/endpoints ", StringComparison.Ordinal));
    }

    private CliRun Run(string command) => CliRun.Of(_home.Path, command);

    private JsonElement Json(string command)
    {
        using JsonDocument document = JsonDocument.Parse(Run(command).Output);
        return document.RootElement.Clone();
    }

    private static decimal Cost(JsonElement report) => report.GetProperty("totals").GetProperty("cost").GetDecimal();

    private static string TotalOf(string report)
    {
        string total = report.Split('\n').Last(line => line.Contains("Total ", StringComparison.Ordinal));
        return total.Split([' ', '│', '|'], StringSplitOptions.RemoveEmptyEntries).First(cell => cell.Contains('$') || cell == "unpriced");
    }

    private void Log(params string[] lines) => _home.Write(".claude/projects/-work-app/s1.jsonl", string.Join('\n', lines) + "\n");

    private string Call(string model, long input = 0, long output = 0, string day = "2026-05-01") => $$$"""
        {"type":"assistant","sessionId":"s1","cwd":"/work/app","timestamp":"{{{day}}}T10:00:{{{_calls++:00}}}.000Z","requestId":"r{{{_calls}}}","message":{"id":"m{{{_calls}}}","model":"{{{model}}}","role":"assistant","usage":{"input_tokens":{{{input}}},"output_tokens":{{{output}}} } } }
        """;
}
