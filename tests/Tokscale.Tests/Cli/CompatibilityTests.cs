using System.Text.Json;
using Xunit;

namespace Tokscale.Tests.Cli;

/// <summary>Scripts that were written for the JSON of tokscale 4.17 find its keys, with the same types; further keys do them no harm.</summary>
public sealed class CompatibilityTests
{
    public static TheoryData<string, string, string> Reports()
    {
        var reports = new TheoryData<string, string, string>();
        foreach (string fixture in Fixture.Names())
        {
            reports.Add(fixture, "graph", "graph");
            reports.Add(fixture, "models", "models");
            reports.Add(fixture, "monthly", "monthly");
            reports.Add(fixture, "hourly", "hourly");
            reports.Add(fixture, "clients", "clients");
            reports.Add(fixture, "time-metrics", "time-metrics");
        }
        return reports;
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_has_every_key_that_tokscale_4_17_prints(string fixture, string command, string schema)
    {
        using Fixture home = Fixture.Lay(fixture);
        AssertFits(CliRun.Of("/", $"{command} --json --home {home.Home}").Output, schema);
    }

    [Fact]
    public void A_price_has_every_key_that_tokscale_4_17_prints() => AssertFits(CliRun.Of("/", "pricing claude-sonnet-4-5 --json").Output, "pricing");

    private static void AssertFits(string json, string schema)
    {
        string path = Path.Join(Fixture.RepositoryFolder(), "tests", "Tokscale.Tests", "Cli", "Compatibility", schema + ".schema.json");
        using JsonDocument document = JsonDocument.Parse(json), expected = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Empty(SchemaCheck.Errors(document.RootElement, expected.RootElement));
    }
}
