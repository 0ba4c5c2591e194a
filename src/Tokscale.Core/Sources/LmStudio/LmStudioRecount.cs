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
        string text = string.Join('\n', RecountFile.Lines(file.Path).Select(line => System.Text.Encoding.UTF8.GetString(line).Trim('\0', '\r', ' ', '\t', '\uFEFF')));
        foreach (string entry in Stamp().Split(text).Where(entry => entry.Length > 0))
        {
            if (DateTime.TryParseExact(entry, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTime local))
            {
                timeMs = new DateTimeOffset(local).ToUnixTimeMilliseconds();
                continue;
            }
            calls.AddRange(Objects(entry).Select(response => CallOf(response, file, timeMs)));
        }
        return calls;
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

    /// <summary>The objects that a part of the log holds, each opened at the end of a line.</summary>
    private static List<JsonElement> Objects(string text)
    {
        var objects = new List<JsonElement>();
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        for (int open = Array.IndexOf(utf8, (byte)'{'); open >= 0; open = Array.IndexOf(utf8, (byte)'{', open))
        {
            var reader = new Utf8JsonReader(utf8.AsSpan(open));
            try
            {
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                objects.Add(document.RootElement.Clone());
                open += (int)reader.BytesConsumed;
            }
            catch (JsonException)
            {
                // Cut off or damaged: the next one begins on a line of the log.
                open = utf8.AsSpan(open).IndexOf("\n["u8) is >= 0 and var next ? open + next : utf8.Length;
            }
        }
        return objects;
    }

    [GeneratedRegex(@"^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]", RegexOptions.Multiline)]
    private static partial Regex Stamp();
}
