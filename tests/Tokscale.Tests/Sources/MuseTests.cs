using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class MuseTests
{
    private const string Log = ".local/share/muse/sessions/2026/09/21/s1/session.jsonl";

    [Fact]
    public void A_call_falls_on_the_time_in_microseconds_and_in_the_folder_of_its_session()
    {
        using var scan = FixtureScan.Of("muse/session");
        UsageEvent first = scan.Events[0];
        Assert.Equal("2026-09-21T14:13:25", FixtureScan.Time(first));
        Assert.Equal(("s1", "/w/app", "meta", 1500), (scan.Name(first.Session), scan.Name(first.Project), scan.Name(first.Provider), first.DurationMs));
    }

    [Fact]
    public void A_sub_agent_has_a_session_of_its_own()
    {
        using var scan = FixtureScan.Of("muse/session");
        UsageEvent last = scan.Events[^1];
        Assert.Equal(("k1", "subagent"), (scan.Name(last.Session), scan.Name(last.Agent)));
    }

    [Fact]
    public void The_programs_own_name_is_no_provider()
    {
        using var scan = FixtureScan.OfFiles("muse", (Log, """
            {"id":"m","payload_type":"runtime.session.metadata","payload":{"record":{"provider_id":"muse","model_id":"gpt-5"}}}
            {"id":"r","recorded_at":1790000005000000,"payload_type":"runtime.session","payload":{"event":{"kind":"model_completed","usage":{"input_tokens":1}}}}
            """));
        Assert.Equal(("gpt-5", "openai"), (scan.Name(scan.Events[0].Model), scan.Name(scan.Events[0].Provider)));
    }

    [Fact]
    public void A_torn_line_and_a_negative_count_are_told()
    {
        using var scan = FixtureScan.Of("muse/edge");
        Assert.Equal([ProblemKind.MalformedLine, ProblemKind.RefusedNumber], scan.Source.Problems.Select(problem => problem.Kind).Order());
    }

    [Fact]
    public void The_variable_for_data_moves_the_sessions()
    {
        var variables = new Dictionary<string, string> { ["XDG_DATA_HOME"] = "{HOME}/data" };
        using var scan = FixtureScan.OfFiles("muse", variables, (Log.Replace(".local/share", "data"),
            """{"id":"r","payload_type":"runtime.session","payload":{"event":{"kind":"model_completed","model":"m","usage":{"input_tokens":1}}}}"""));
        Assert.Single(scan.Events);
    }
}
