using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.LmStudio;

/// <summary>Second reader of LM Studio's text logs: the lines of an object are put together and parsed whole.</summary>
internal sealed partial class LmStudioRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.Largest(input.Files.SelectMany(ObjectsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> ObjectsIn(SourceFile file)
    {
        long timeMs = file.ModifiedMs;
        StringBuilder? open = null;
        foreach (byte[] bytes in RecountFile.Lines(file.Path))
        {
            string line = Encoding.UTF8.GetString(bytes).Trim('\0', '\r', '\uFEFF');
            bool isIndented = line.StartsWith(' ');
            line = line.Trim('\0', '\r', ' ', '\t');
            if (TimeOf(Stamp().Match(line).Groups[1].Value) is { } stampMs)
            {
                timeMs = stampMs;
                open = null; // It was cut off.
            }
            if (open is null)
            {
                if (line.EndsWith('{')) open = new StringBuilder("{");
                continue;
            }
            open.Append('\n').Append(line);
            // Inner braces are indented.
            if (isIndented || !line.StartsWith('}')) continue;
            if (FirstObject(open.ToString()) is { } response) yield return CallOf(response, file, timeMs);
            open = null;
        }
    }

    private static long? TimeOf(string stamp) =>
        DateTime.TryParseExact(stamp, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTime local)
            ? new DateTimeOffset(local).ToUnixTimeMilliseconds()
            : null;

    private static JsonElement? FirstObject(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string? Key, RecountedCall Call) CallOf(JsonElement response, SourceFile file, long timeMs)
    {
        if (response.Member("response").IsObject()) response = response.Member("response");
        JsonElement usage = response.Member("usage");
        bool isNewer = usage.Member("input_tokens").Exists();
        string prompt = isNewer ? "input_tokens" : "prompt_tokens", answer = isNewer ? "output_tokens" : "completion_tokens";
        return (response.Text("id"), new()
        {
            File = file.Path,
            TimeMs = timeMs,
            Model = response.Text("model"),
            Session = file.Stem,
            CostUsd = 0,
            Tokens = RecountTokens.Inclusive(
                usage.Loose(prompt), usage.Loose(answer), usage.Member(prompt + "_details").Loose("cached_tokens"), 0,
                usage.Member(answer + "_details").Loose("reasoning_tokens")),
        });
    }

    [GeneratedRegex(@"^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]")]
    private static partial Regex Stamp();
}
