using Tokscale.Core.Scanning;
using Xunit;

namespace Tokscale.Tests.Sources;

public class QoderTests
{
    [Fact]
    public void An_answer_of_a_database_keeps_its_time_session_and_folder()
    {
        using var scan = FixtureScan.Of("qoder/editor");
        Assert.Equal(
            [
                "s1 quest-ultimate 2026-07-22T00:54:57 /w/app",
                "s1 quest-ultimate 2026-07-22T00:55:02 /w/app",
                "s2 efficient 2026-07-22T00:55:06 ",
                "s3 qwen3-coder-plus 2026-07-22T00:55:16 ",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Model)} {FixtureScan.Time(usage)} {scan.Name(usage.Project)}"));
        Assert.Equal(ProblemKind.MalformedRow, Assert.Single(scan.Source.Problems).Kind);
        Assert.Equal(2, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Credits_are_kept_beside_counts_or_in_their_place()
    {
        using var scan = FixtureScan.Of("qoder/transcripts");
        Assert.Equal([(0L, 1.5m), (109L, 0.25m)], scan.Events.Where(usage => usage.LoggedCredits > 0)
            .Select(usage => (usage.Tokens.Total, usage.LoggedCredits!.Value)).Order());
        Assert.All(scan.Events, usage => Assert.Null(usage.LoggedCostUsd));
    }

    [Fact]
    public void The_variables_move_the_transcripts()
    {
        const string Line = """{"type":"assistant","timestamp":"2026-09-06T02:03:35Z","message":{"id":"ID","model":"m","usage":{"input_tokens":1}}}""";
        var variables = new Dictionary<string, string> { ["QODER_CONFIG_DIR"] = "{HOME}/a", ["QODERCN_CONFIG_DIR"] = "{HOME}/b" };
        using var scan = FixtureScan.OfFiles("qoder", variables,
            ("a/projects/p/s.jsonl", Line.Replace("ID", "1")), ("b/projects/p/t.jsonl", Line.Replace("ID", "2")),
            (".qoder/projects/p/u.jsonl", Line.Replace("ID", "3")));
        Assert.Equal(2, scan.Events.Count);
    }

    [Fact]
    public void A_database_without_counts_is_told()
    {
        using var scan = FixtureScan.OfHome("qoder", home =>
            home.WriteDatabase(".qoder/shared_client/cache/db/local.db", "CREATE TABLE chat_message(id TEXT, role TEXT)"));
        Assert.Equal(ProblemKind.UnreadableDatabase, Assert.Single(scan.Source.Problems).Kind);
    }
}
