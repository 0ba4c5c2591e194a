using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class RooCodeTests
{
    private const string Task = ".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/tasks/t1/";

    [Fact]
    public void Condensing_adds_its_cost_and_no_message()
    {
        using var scan = FixtureScan.Of("roocode/tasks");
        UsageEvent condensing = Assert.Single(scan.Events, usage => usage.Tokens.IsZero);
        Assert.Equal((0.005m, 0, "/work/app", "claude-sonnet-4-5"), (condensing.LoggedCostUsd, condensing.Messages, scan.Name(condensing.Project), scan.Name(condensing.Model)));
        Assert.Equal(0.065m, scan.Events.Where(usage => scan.Name(usage.Model) == "claude-sonnet-4-5").Sum(usage => usage.LoggedCostUsd));
        Assert.True(Assert.Single(scan.Events, usage => usage.LoggedCostUsd == 0).IsCostFinal);
        Assert.Equal(["anthropic", "openai"], scan.Events.Select(usage => scan.Name(usage.Provider)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Requests_take_the_model_of_the_prompt_nearest_in_time()
    {
        string Row(int second) => $$"""{"ts":17731440{{second:00}}000,"say":"api_req_started","text":"{\"tokensIn\":1}"}""";
        string Prompt(int second, string model) => $$"""{"role":"user","ts":17731440{{second:00}}300,"content":"x <environment_details>\n<model>{{model}}</model></environment_details>"}""";
        using var scan = FixtureScan.OfFiles(
            "roocode",
            (Task + "ui_messages.json", $"[{Row(0)},{Row(10)},{Row(20)}]"),
            (Task + "api_conversation_history.json", $"[{Prompt(0, "a")},{Prompt(10, "b")},{{\"role\":\"assistant\",\"content\":\"<model>c</model>\"}},{Prompt(20, " b ")}]"));
        Assert.Equal(["a", "b", "b"], scan.Events.Select(usage => scan.Name(usage.Model)));
    }

    [Fact]
    public void Without_times_the_last_prompt_names_the_model()
    {
        using var scan = FixtureScan.OfFiles(
            "roocode",
            (Task + "ui_messages.json", """[{"ts":1773144000000,"say":"api_req_started","text":"{\"tokensIn\":1,\"apiProtocol\":\"anthropic\"}"}]"""),
            (Task + "api_conversation_history.json", """[{"content":[{"type":"text","text":"<environment_details><model>a</model></environment_details>"}]},{"content":[{"type":"text","text":"<environment_details><model>b</model></environment_details>"},{"type":"image"}]}]"""));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("b", "anthropic"), (scan.Name(usage.Model), scan.Name(usage.Provider)));
    }

    [Fact]
    public void The_editor_s_setting_moves_the_tasks_and_the_fork_is_read()
    {
        const string Rows = """[{"ts":1773144000000,"say":"api_req_started","text":"{\"tokensIn\":1}"}]""";
        using var scan = FixtureScan.OfFiles(
            "roocode",
            (".config/Code/User/settings.json", "{\n  // where\n  \"roo-cline.customStoragePath\" : \"~/roo \\u0061\",\n  // \"roo-cline.customStoragePath\": \"/old\"\n}"),
            (".config/VSCodium/User/settings.json", "{\"roo-cline.customStoragePath\":\"\"}"),
            ("roo a/tasks/t2/ui_messages.json", Rows),
            (Task.Replace("rooveterinaryinc.roo-cline", "zoocodeorganization.zoo-code").Replace("t1", "t3") + "ui_messages.json", Rows));
        Assert.Equal(["t2", "t3"], scan.Events.Select(usage => scan.Name(usage.Session)).Order(StringComparer.Ordinal));
    }
}
