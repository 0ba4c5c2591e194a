using System.Text;
using Tokscale.Core.Files;
using Tokscale.Core.Scanning;
using Tokscale.Core.Sources;
using Tokscale.Core.Sources.LmStudio;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class LmStudioTests
{
    private const string Log = """
        [2026-07-10 12:00:01][INFO] Generated prediction:  {
          "id": "chatcmpl-1", "model": "qwen3-coder", "usage": { "prompt_tokens": 3, "completion_tokens": 1 }
        }
        """;

    [Fact]
    public void Stamps_are_local_times()
    {
        UsageRow row = Assert.Single(Read(Log, TimeZoneInfo.FindSystemTimeZoneById("America/New_York")).Rows.ToArray());
        Assert.Equal("2026-07-10T16:00:01", FixtureScan.Time(row.Event));
    }

    [Fact]
    public void A_stamp_in_the_hour_that_a_clock_change_leaves_out_is_still_a_time()
    {
        string log = Log.Replace("2026-07-10 12", "2026-03-08 02");
        UsageRow row = Assert.Single(Read(log, TimeZoneInfo.FindSystemTimeZoneById("America/New_York")).Rows.ToArray());
        Assert.Equal("2026-03-08T07:00:01", FixtureScan.Time(row.Event));
    }

    [Fact]
    public void A_call_is_free_and_belongs_to_the_session_of_its_file()
    {
        using var scan = FixtureScan.Of("lmstudio/normal");
        Assert.All(scan.Events, usage =>
        {
            Assert.Equal((0m, true), (usage.LoggedCostUsd, usage.IsCostFinal));
            Assert.Equal("lmstudio", scan.Name(usage.Provider));
            Assert.Equal("2026-03-10.1", scan.Name(usage.Session));
            Assert.Null(scan.Name(usage.Project));
        });
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void Objects_that_are_cut_off_are_told_only_where_counts_are_lost()
    {
        using var scan = FixtureScan.OfFiles("lmstudio", (".lmstudio/server-logs/a.log", """
            [2026-07-10 12:00:01][INFO] Generated prediction:  {
              "usage": { "prompt_tokens": 3 "completion_tokens": 1 }
            }
            [2026-07-10 12:00:02][DEBUG] if (x) {
              print("usage") }
            """));
        Problem problem = Assert.Single(scan.Source.Problems);
        Assert.Equal((ProblemKind.MalformedLine, 1, 1L), (problem.Kind, problem.Count, problem.FirstLine));
    }

    [Fact]
    public void The_environment_names_the_folder()
    {
        var variables = new Dictionary<string, string> { ["LM_STUDIO_HOME"] = "{HOME}/models" };
        using var scan = FixtureScan.OfFiles(
            "lmstudio", variables, ("models/server-logs/2026-07/a.log", Log), (".lmstudio/server-logs/b.log", Log));
        Assert.Equal("a", scan.Name(Assert.Single(scan.Events).Session));
    }

    private static FileUsage Read(string log, TimeZoneInfo zone)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.log", log);
        var file = new SourceFile(new LmStudioSource(), path, folder.Path, "a.log", FileStatus.Of(path));
        var usage = new FileUsage(file);
        var parser = new LmStudioParser(file, new UsageSink(new NameTable(), usage), zone);
        long number = 0;
        foreach (string line in log.Split('\n')) parser.ReadLine(new LogLine(Encoding.UTF8.GetBytes(line.Trim()), ++number, false, false));
        return usage;
    }
}
