using System.Text.Json;
using Tokscale.Cli;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class CacheCommandTests
{
    [Fact]
    public void What_is_remembered_is_listed_and_forgotten_but_for_what_cannot_be_made_again()
    {
        using Fixture fixture = Fixture.Lay("claude/normal");
        string folder = Path.Join(fixture.Home, ".cache/tokscale");
        Assert.Equal($"Nothing is remembered in {folder} yet.\n", CliRun.Of(fixture.Home, "cache status").Error);
        CliRun.Of(fixture.Home, "models");
        File.WriteAllText(Path.Join(folder, "pricing-ledger.jsonl"), "{}");
        File.WriteAllText(Path.Join(folder, "mine.txt"), "not ours");

        using JsonDocument report = JsonDocument.Parse(CliRun.Of(fixture.Home, "cache --json").Output);
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(Path.Join(Fixture.RepositoryFolder(), "docs", "schema", "cache.schema.json")));
        Assert.Empty(SchemaCheck.Errors(report.RootElement, schema.RootElement));
        Assert.Contains("logs of one home", report.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("content").GetString()));

        CliRun clear = CliRun.Of(fixture.Home, "cache clear");
        Assert.Equal((ExitCode.Done, ""), (clear.ExitCode, clear.Output));
        Assert.StartsWith("Deleted 1 files with ", clear.Error);
        Assert.Equal(["mine.txt", "pricing-ledger.jsonl"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }
}
