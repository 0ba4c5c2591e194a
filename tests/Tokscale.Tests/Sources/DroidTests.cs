using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Sources;

public class DroidTests
{
    private const string Folder = ".factory/sessions/";

    [Theory]
    [InlineData("2026-05-01T09:00:00.000Z", "2026-05-01T10:00:00")]
    [InlineData("2026-05-02T09:00:00.000Z", "2026-05-02T09:00:00")]
    [InlineData("soon", "2026-05-01T10:00:00")]
    public void A_session_falls_on_its_last_known_activity(string lockedAt, string expected)
    {
        using var scan = FixtureScan.OfFiles(
            "droid", (Folder + "-w-app/s1.settings.json", $$$"""{"model":"gpt-5.2","providerLockTimestamp":"{{{lockedAt}}}","tokenUsage":{"inputTokens":1}}"""));
        Assert.Equal(expected, FixtureScan.Time(Assert.Single(scan.Events)));
    }

    [Fact]
    public void Session_folder_and_provider_come_from_names_and_the_transcript()
    {
        using var scan = FixtureScan.Of("droid/model");
        Assert.Equal(
            [
                "33333333-3333-4333-8333-333333333333 -w-app anthropic",
                "44444444-4444-4444-8444-444444444444 /w/app fireworks",
                "55555555-5555-4555-8555-555555555555 -w-app xai",
            ],
            scan.Events.Select(usage => $"{scan.Name(usage.Session)} {scan.Name(usage.Project)} {scan.Name(usage.Provider)}"));
        Assert.All(scan.Events, usage => Assert.True(usage.Class.IsAggregate));
    }

    [Fact]
    public void Of_two_layouts_of_one_session_the_larger_total_counts()
    {
        using var scan = FixtureScan.OfFiles(
            "droid",
            (Folder + "s1.settings.json", """{"model":"gpt-5.2","tokenUsage":{"inputTokens":5,"outputTokens":5}}"""),
            (Folder + "-w/s1.settings.json", """{"model":"gpt-5.2","tokenUsage":{"inputTokens":5,"outputTokens":4}}"""),
            (Folder + "-w/settings.json", """{"model":"gpt-5.2","tokenUsage":{"inputTokens":5,"outputTokens":4}}"""));
        Assert.Equal(10, Assert.Single(scan.Events).Tokens.Total);
        Assert.Equal(1, scan.Source.DuplicatesDropped);
    }

    [Theory]
    [InlineData("custom:GPT 5  [My Key] - 2", "openai", "gpt-5-2")]
    [InlineData("custom:[x]", "openai", "gpt-unknown")]
    [InlineData("", "google", "gemini-unknown")]
    [InlineData("", "generic-chat-completion-api", "unknown")]
    [InlineData("GPT-5.2", "openai", "GPT-5.2")]
    public void A_model_without_an_id_gets_one(string model, string providerLock, string expected)
    {
        using var scan = FixtureScan.OfFiles(
            "droid", (Folder + "s1.settings.json", $$$"""{"model":"{{{model}}}","providerLock":"{{{providerLock}}}","tokenUsage":{"inputTokens":1}}"""));
        Assert.Equal(expected, scan.Name(Assert.Single(scan.Events).Model));
    }

    [Theory]
    [InlineData("", ",\"apiProvider\":\"bedrock\"", "bedrock")]
    [InlineData("openai", ",\"apiProvider\":\"bedrock\"", "openai")]
    [InlineData("", "", "anthropic")]
    public void The_pick_of_the_router_names_the_provider_where_none_is_fixed(string providerLock, string pick, string provider)
    {
        string router = "\"effectiveFactoryRouterModel\":{\"modelId\":\"claude-opus-5\"" + pick + "}";
        string session = $$$"""{"model":"auto",{{{router}}},"providerLock":"{{{providerLock}}}","tokenUsage":{"inputTokens":1}}""";
        using var scan = FixtureScan.OfFiles("droid", (Folder + "s1.settings.json", session));
        UsageEvent usage = Assert.Single(scan.Events);
        Assert.Equal(("claude-opus-5", provider), (scan.Name(usage.Model), scan.Name(usage.Provider)));
    }

    [Theory]
    [InlineData("""{"customModels":[{"id":"custom:Mine-0","model":"glm-4.7"}]}""", "glm-4.7")]
    [InlineData("""{"customModels":[{"displayName":"Mine","model":"glm-4.7"},{"displayName":"Mine","model":"glm-4.7"}]}""", "glm-4.7")]
    [InlineData("""{"customModels":[{"displayName":"Mine","model":"glm-4.7"},{"displayName":"Mine","model":"glm-4.6"}]}""", "mine-0")]
    [InlineData("""{"customModels":[{"id":"custom:Mine-0"},{"displayName":"Other","model":"glm-4.7"},7]}""", "mine-0")]
    [InlineData("""{"customModels":[{"id":"custom:Mine-0","model":"glm-4.7"}]""", "mine-0")]
    [InlineData("""{"customModels":{"id":"custom:Mine-0","model":"glm-4.7"}}""", "mine-0")]
    public void A_model_under_an_own_key_is_what_the_settings_tell_and_else_its_label(string settings, string expected)
    {
        using var scan = FixtureScan.OfFiles(
            "droid",
            (".factory/settings.json", settings),
            (Folder + "-w/s1.settings.json", """{"model":"custom:Mine-0","tokenUsage":{"inputTokens":1}}"""));
        Assert.Equal(expected, scan.Name(Assert.Single(scan.Events).Model));
        Assert.Empty(scan.Source.Problems);
    }

    [Fact]
    public void The_label_in_the_transcript_is_looked_for_only_near_its_start()
    {
        string filler = string.Concat(Enumerable.Repeat("{\"type\":\"message\"}\n", 500));
        using var scan = FixtureScan.OfFiles(
            "droid",
            (Folder + "s1.settings.json", """{"tokenUsage":{"inputTokens":1}}"""),
            (Folder + "s1.jsonl", filler + """{"type":"message","text":"Model: GLM 4.6 [Factory]"}"""));
        Assert.Equal("unknown", scan.Name(Assert.Single(scan.Events).Model));
    }

    [Theory]
    [InlineData("FACTORY_HOME_OVERRIDE", "{HOME}/else", 1)]
    [InlineData("DROID_SESSIONS_DIR", "{HOME}/a,{HOME}/b", 2)]
    public void Variables_replace_the_folder(string name, string value, int count)
    {
        const string Session = """{"model":"gpt-5.2","tokenUsage":{"inputTokens":5}}""";
        using var scan = FixtureScan.OfFiles(
            "droid",
            new Dictionary<string, string> { [name] = value },
            (Folder + "s0.settings.json", Session), ("else/.factory/sessions/s1.settings.json", Session),
            ("a/s2.settings.json", Session), ("b/s3.settings.json", Session));
        Assert.Equal(count, scan.Events.Count);
    }
}
