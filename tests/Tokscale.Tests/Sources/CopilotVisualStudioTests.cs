using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class CopilotVisualStudioTests
{
    private const string Name = "VSGitHubCopilotLogs/traces/d9b231f1_VSGitHubCopilot_traces.jsonl", Path = ".cache/" + Name;

    private const string Line = """{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"t1","spanId":"a1","name":"chat gpt-5.5","startTimeUnixNano":"1790848800000000000","endTimeUnixNano":"1790848804500000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.agent.name","value":{"stringValue":"GitHub Copilot"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-5.5"}},{"key":"gen_ai.conversation.id","value":{"stringValue":"c1"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"70"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"3"}},{"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":"60"}}]}]}]}]}""" + "\n";

    [Fact]
    public void A_span_has_its_conversation_agent_time_and_duration()
    {
        using var scan = FixtureScan.OfFiles("copilot-visualstudio", (Path, Line));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(new TokenCounts(10, 3, 60, 0, 0, 0), usage.Tokens);
        Assert.Equal(("c1", "GitHub Copilot", "github-copilot"), (scan.Name(usage.Session), scan.Name(usage.Agent), scan.Name(usage.Provider)));
        Assert.Equal(("2026-10-01T10:00:00", 4500), (FixtureScan.Time(usage), usage.DurationMs));
    }

    [Fact]
    public void A_batch_that_was_cut_is_told_and_none_of_its_spans_count()
    {
        string two = Line.TrimEnd().Replace("}]}]}]}", "},{\"traceId\":\"t1\",\"spanId\":\"a2\",\"na", StringComparison.Ordinal) + "\n";
        using var scan = FixtureScan.OfFiles("copilot-visualstudio", (Path, Line.Replace("a1", "a0", StringComparison.Ordinal) + two));
        Assert.Single(scan.Events);
        Assert.Equal(["MalformedLine"], scan.Source.Problems.Select(problem => problem.Kind.ToString()));
    }

    [Theory]
    [InlineData("TMP")]
    [InlineData("TEMP")]
    public void The_folder_for_temporary_files_may_lie_elsewhere(string variable)
    {
        using var scan = FixtureScan.OfFiles(
            "copilot-visualstudio", new Dictionary<string, string> { [variable] = "{HOME}/own" },
            ("own/" + Name, Line), (Path, Line.Replace("t1", "t2", StringComparison.Ordinal)), (".cache/VSGitHubCopilotLogs/traces/other.jsonl", Line));
        Assert.Equal(2, scan.Events.Count);
    }

    [Fact]
    public void A_span_that_stands_in_two_files_counts_once_with_what_it_grew_to()
    {
        string grown = Line.Replace("\"3\"", "\"33\"", StringComparison.Ordinal);
        using var scan = FixtureScan.OfFiles("copilot-visualstudio", (Path, grown), (Path.Replace("d9b", "e9b", StringComparison.Ordinal), Line));
        Assert.Equal(33, Assert.Single(scan.Events).Tokens.Output);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }
}
