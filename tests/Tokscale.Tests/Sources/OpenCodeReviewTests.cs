using Xunit;

namespace Tokscale.Tests.Sources;

public class OpenCodeReviewTests
{
    [Fact]
    public void Folder_duration_and_session_are_kept()
    {
        using var scan = FixtureScan.Of("opencodereview/normal");
        var usage = Assert.Single(scan.Events);
        Assert.Equal(("/work/app", "s", "anthropic"), (scan.Name(usage.Project), scan.Name(usage.Session), scan.Name(usage.Provider)));
        Assert.Equal(1500, usage.DurationMs);
        Assert.Equal("2026-03-10T12:00:05", FixtureScan.Time(usage));
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Fact]
    public void Equal_calls_of_one_second_are_told_apart_by_the_ids_of_their_lines()
    {
        string[] lines = [.. from id in (string[])["u1", "u2", "u1"]
            select $$$"""
                {"type":"llm_response","uuid":"{{{id}}}","sessionId":"s","timestamp":"2026-03-10T12:00:05Z","model":"gpt-5","usage":{"prompt_tokens":10}}
                """];
        using var scan = FixtureScan.OfFiles("opencodereview", (".opencodereview/sessions/w/s.jsonl", string.Join('\n', lines)));
        Assert.Equal(2, scan.Events.Count);
    }
}
