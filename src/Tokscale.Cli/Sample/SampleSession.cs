using System.Globalization;

namespace Tokscale.Cli.Sample;

/// <summary>A session of the example.</summary>
internal sealed record SampleSession(SampleAgent Agent, int Index, DateTimeOffset Start, string Project, string Model, int CallCount)
{
    /// <summary>Puts the session's and the call's values into a template.</summary>
    public string Fill(string template, SampleNumbers numbers)
    {
        DateTimeOffset time = Start.AddSeconds(numbers.Seconds);
        string session = Text($"5a3b1e00-0000-4000-8000-{Index:000000000000}");
        (string Name, string Value)[] values =
        [
            ("session", session), ("short", session[..8]), ("project", Project),
            ("name", Project[(Project.LastIndexOf('/') + 1)..]), ("slug", Project.Replace('/', '-')), ("model", Model),
            ("id", Text($"{Index:000}{numbers.Call:000}")), ("date", Format(Start, "yyyy/MM/dd")),
            ("stamp", Format(Start, "yyyy-MM-dd'T'HH-mm-ss")), ("minute", Format(Start, "yyyy-MM-dd'T'HH-mm")),
            ("time", Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")),
            ("timeMs", Text($"{time.ToUnixTimeMilliseconds()}")), ("endMs", Text($"{time.ToUnixTimeMilliseconds() + numbers.DurationMs}")),
            ("input", Text($"{numbers.Input}")), ("output", Text($"{numbers.Output}")), ("cacheRead", Text($"{numbers.CacheRead}")),
            ("cacheWrite", Text($"{numbers.CacheWrite}")), ("reasoning", Text($"{numbers.Reasoning}")),
            ("prompt", Text($"{numbers.Prompt}")), ("completion", Text($"{numbers.Completion}")),
            ("total", Text($"{numbers.Prompt + numbers.Completion}")),
            ("promptSum", Text($"{numbers.PromptSum}")), ("completionSum", Text($"{numbers.CompletionSum}")),
            ("cacheReadSum", Text($"{numbers.CacheReadSum}")), ("reasoningSum", Text($"{numbers.ReasoningSum}")),
            ("totalSum", Text($"{numbers.PromptSum + numbers.CompletionSum}")),
        ];
        foreach ((string name, string value) in values) template = template.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return template;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
