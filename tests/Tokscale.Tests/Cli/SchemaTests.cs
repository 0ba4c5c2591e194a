using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("models", "usage")]
    [InlineData("daily --fill", "usage")]
    [InlineData("weekly", "usage")]
    [InlineData("monthly", "usage")]
    [InlineData("hourly", "usage")]
    [InlineData("sessions", "usage")]
    [InlineData("projects --limit 1", "usage")]
    [InlineData("agents", "usage")]
    [InlineData("check --max-tokens 99999999999", "usage")]
    [InlineData("models --group-by day,client,provider,model,model-id,project,session,agent,hour,week,month", "usage")]
    [InlineData("models --mode display", "usage")]
    [InlineData("graph", "graph")]
    [InlineData("graph --since today --until today --client amp", "graph")]
    [InlineData("clients", "clients")]
    [InlineData("pricing --list", "pricing-list")]
    [InlineData("time-metrics", "time-metrics")]
    [InlineData("blocks", "blocks")]
    [InlineData("doctor", "doctor")]
    [InlineData("verify", "verify")]
    [InlineData("models --explain --price-date message --min-confidence high", "usage")]
    [InlineData("pricing list-overrides", "pricing-overrides")]
    [InlineData("sessions show 5a3b1e00-0000-4000-8000-000000000071", "session")]
    public void The_json_of_a_report_fits_its_schema(string command, string schema) => AssertFits(schema == "pricing-overrides" ? $"{command} --json" : $"{command} --json --sample", schema);

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("gpt-5.5")]
    [InlineData("big-pickle")]
    public void The_json_of_a_price_fits_its_schema(string model) => AssertFits($"pricing {model} --json", "pricing");

    [Fact]
    public void An_active_window_fits_the_schema_of_blocks_too()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");

        string json = AssertFits($"blocks --json --token-limit max --home {fixture.Home}", "blocks");

        Assert.Contains("\"isActive\": true", json);
    }

    [Fact]
    public void What_could_not_be_read_fits_the_schema_too()
    {
        using Fixture fixture = Fixture.Lay("claude/malformed");

        string json = AssertFits($"models --json --home {fixture.Home}", "usage");

        Assert.Contains("linesSkipped", json);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":"x","b":1}""")]
    [InlineData("""{"a":"x","c":1}""")]
    [InlineData("""{"b":null}""")]
    [InlineData("""[]""")]
    public void What_does_not_fit_a_schema_is_found(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        using JsonDocument schema = JsonDocument.Parse(
            """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":["array","null"]}},"required":["a"],"additionalProperties":false}""");

        Assert.NotEmpty(SchemaCheck.Errors(document.RootElement, schema.RootElement));
    }

    private static string AssertFits(string line, string schema)
    {
        CliRun run = CliRun.Of("/", line);
        string path = Path.Join(Fixture.RepositoryFolder(), "docs", "schema", schema + ".schema.json");
        using JsonDocument document = JsonDocument.Parse(run.Output), expected = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Empty(SchemaCheck.Errors(document.RootElement, expected.RootElement));
        return run.Output;
    }
}
