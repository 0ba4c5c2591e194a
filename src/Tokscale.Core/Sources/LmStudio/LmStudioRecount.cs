using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>Second reader of LM Studio's text logs: the lines of an object are put together and parsed whole.</summary>
internal sealed partial class LmStudioRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(ObjectsIn));

    private static List<(string? Key, RecountedCall Call)> ObjectsIn(SourceFile file)
    {
        var calls = new List<(string? Key, RecountedCall Call)>();
        long timeMs = file.ModifiedMs;
        // A line with a time ends whatever is open.
        foreach (string entry in Stamp().Split(RecountFile.Text(file.Path) ?? "").Where(entry => entry.Length > 0))
        {
            if (DateTime.TryParseExact(entry, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTime local))
            {
                timeMs = new DateTimeOffset(local).ToUnixTimeMilliseconds();
                continue;
            }
            int open = entry.IndexOf('{');
            JsonElement response = open < 0 ? default : FirstObject(entry[open..]);
            if (response.Member("response").IsObject()) response = response.Member("response");
            JsonElement usage = response.Member("usage");
            if (!usage.IsObject()) continue;
            bool isNewer = usage.Member("input_tokens").Exists();
            string prompt = isNewer ? "input_tokens" : "prompt_tokens", answer = isNewer ? "output_tokens" : "completion_tokens";
            calls.Add((response.Text("id"), new()
            {
                File = file.Path,
                TimeMs = timeMs,
                Model = response.Text("model"),
                Session = file.Stem,
                CostUsd = 0,
                Tokens = RecountTokens.Inclusive(
                    usage.Loose(prompt), usage.Loose(answer), usage.Member(prompt + "_details").Loose("cached_tokens"), 0,
                    usage.Member(answer + "_details").Loose("reasoning_tokens")),
            }));
        }
        return calls;
    }

    private static JsonElement FirstObject(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // Cut off by the next line.
        }
    }

    [GeneratedRegex(@"^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]", RegexOptions.Multiline)]
    private static partial Regex Stamp();
}
