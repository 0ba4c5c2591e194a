using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.CommandCode;

/// <summary>Second reader of Command Code's transcripts, which makes the same estimates.</summary>
internal sealed class CommandCodeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        string root = Path.GetFullPath(Path.Join(Path.GetDirectoryName(file.Path), "..", ".."));
        string? configured = RecountJson.OfFile(Path.Join(root, "config.json")).Text("model");
        string? owner = null;
        long contextTokens = 0;
        int number = 0;
        foreach (JsonElement row in RecountFile.Objects(file.Path))
        {
            number++;
            if (row.Member("type").Is("session")) owner = row.Text("id");
            JsonElement message = row.Member("message").IsObject() ? row.Member("message") : row;
            long tokens = (CharactersOf(message.Member("content")) + 3) / 4;
            if (message.Member("role").Is("assistant"))
            {
                string? model = row.Text("model") ?? configured;
                string? name = model?[(model.LastIndexOf('/') + 1)..];
                bool isEntry = row.Member("type").Is("message");
                TokenCounts logged = isEntry ? OfEntry(row.Member("usage")) : OfRow(row.Member("usage"));
                var call = new RecountedCall
                {
                    File = file.Path,
                    TimeMs = row.Time("timestamp") ?? file.ModifiedMs,
                    Model = name,
                    Session = row.Text("sessionId") ?? owner ?? file.Stem,
                    CostUsd = name is not null && name.EndsWith("-free", StringComparison.Ordinal) ? 0 : null,
                    Tokens = logged.IsZero ? new TokenCounts(contextTokens, tokens, 0, 0, 0, 0) : logged,
                };
                bool hasId = isEntry && row.Text("id") is not null;
                yield return (hasId ? $"entry {row.Text("id")} {call.TimeMs} {call.Tokens}" : $"{call.Session} {number}", call);
            }
            contextTokens += tokens;
        }
    }

    private static TokenCounts OfRow(JsonElement usage) => new(
        usage.Loose("input_tokens"), usage.Loose("output_tokens"), usage.Loose("cache_read_input_tokens"),
            usage.Loose("cache_creation_input_tokens"), 0, 0);

    private static TokenCounts OfEntry(JsonElement usage)
    {
        long read = usage.Loose("cacheReadTokens"), written = usage.Loose("cacheWriteTokens");
        TokenCounts tokens = RecountTokens.Inclusive(usage.Loose("inputTokens"), usage.Loose("outputTokens"), read, written);
        return tokens with { CacheWrite1h = Math.Min(usage.Loose("cacheWriteTokens1h"), written) };
    }

    /// <summary>Characters of the content as compact JSON.</summary>
    private static long CharactersOf(JsonElement content)
    {
        if (!content.Exists()) return 0;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            RecountJson.Parse(RecountText.WithoutHalfPairs(content.GetRawText())).WriteTo(json);
        return Encoding.UTF8.GetString(buffer.ToArray()).Length;
    }
}
