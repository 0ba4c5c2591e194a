using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;
using ZstdSharp;

namespace Tokscale.Tests.Sources;

public class ZedTests
{
    private const string Path = ".local/share/zed/threads/threads.db";

    [Fact]
    public void A_thread_keeps_its_time_provider_and_the_first_folder_of_the_window()
    {
        using var scan = FixtureScan.Of("zed/threads");
        Assert.Equal(
            ["t1 zed.dev /w/zoo 12:00:00 ", "t2 anthropic /w/zoo 13:00:00 ", "t3 ollama  12:00:00 0"],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Provider)} {scan.Name(usage.Project)} {FixtureScan.Time(usage)[11..]} {usage.LoggedCostUsd}"));
        Assert.Equal([(ProblemKind.MalformedRow, 2, (long?)6)], scan.Source.Problems.Select(problem => (problem.Kind, problem.Count, problem.FirstLine)));
    }

    [Fact]
    public void A_thread_that_unpacks_to_more_than_we_hold_is_refused()
    {
        using var compressor = new Compressor();
        string bomb = Convert.ToHexString(compressor.Wrap(new byte[40 << 20]));
        using var scan = FixtureScan.OfHome("zed", home => home.WriteDatabase(
            Path, "CREATE TABLE threads(id TEXT, data_type TEXT, data BLOB)", $"INSERT INTO threads VALUES ('t', 'zstd', X'{bomb}')"));
        Assert.Empty(scan.Events);
        Assert.Equal([ProblemKind.MalformedRow], scan.Source.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void A_database_without_the_later_columns_is_read()
    {
        const string thread = """{"updated_at":"2026-03-10T12:30:00Z","model":{"model":"gpt-5"},"cumulative_token_usage":{"input_tokens":4}}""";
        using var scan = FixtureScan.OfHome("zed", home => home.WriteDatabase(
            Path, "CREATE TABLE threads(id TEXT, data_type TEXT, data BLOB)", $"INSERT INTO threads VALUES ('t', 'json', '{thread}')"));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal("2026-03-10T12:30:00 openai", $"{FixtureScan.Time(usage)} {scan.Name(usage.Provider)}");
    }
}
