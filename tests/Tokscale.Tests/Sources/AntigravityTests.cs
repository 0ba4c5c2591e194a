using Tokscale.Core.Sources.Shared;
using Xunit;

namespace Tokscale.Tests.Sources;

public class AntigravityTests
{
    [Fact]
    public void What_a_call_lacks_comes_from_the_facts_of_its_session()
    {
        using var scan = FixtureScan.Of("antigravity/edge");
        Assert.Equal(
            ["s1 anthropic /work/my app", "s1  /work/my app", "s2  "],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Provider)} {scan.Name(usage.Project)}"));
    }

    [Fact]
    public void A_call_without_an_id_is_one_whether_its_model_stands_with_it_or_with_its_session()
    {
        const string Call = """{"type":"usage","sessionId":"a","timestamp":1773144000000,"input":5,"output":4}""";
        using var scan = FixtureScan.OfFiles(
            "antigravity",
            (".config/tokscale/antigravity-cache/sessions/a.jsonl", """{"type":"session_meta","sessionId":"a","modelId":"gpt-5"}""" + "\n" + Call),
            (".config/tokscale/antigravity-cache/sessions/b.jsonl", Call.Replace("{\"type\"", "{\"modelId\":\"gpt-5\",\"type\"")));
        Assert.Equal("gpt-5", scan.Name(Assert.Single(scan.Events).Model));
    }

    [Theory]
    [InlineData("MODEL_PLACEHOLDER_M35", "claude-sonnet-4-6")]
    [InlineData("MODEL_PLACEHOLDER_M", null)]
    [InlineData("MODEL_PLACEHOLDER_M99999999999", null)]
    [InlineData("gemini-3-pro", null)]
    public void Placeholders_stand_for_models_by_number(string name, string? expected) =>
        Assert.Equal(expected, NumberedModels.OfPlaceholder(name));
}
