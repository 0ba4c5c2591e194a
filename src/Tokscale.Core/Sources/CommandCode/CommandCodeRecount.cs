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
        long contextTokens = 0;
        int number = 0;
        foreach (JsonElement row in RecountFile.Objects(file.Path))
        {
            number++;
            long tokens = (CharactersOf(row.Member("content")) + 3) / 4;
            if (row.Member("role").Is("assistant"))
            {
                string? model = row.Text("model") ?? configured;
                string? name = model?[(model.LastIndexOf('/') + 1)..];
                string? session = row.Member("sessionId").HasText() ? row.Text("sessionId") : file.Stem;
                yield return ($"{session} {number}", new()
                {
                    File = file.Path,
                    TimeMs = row.Time("timestamp") ?? file.ModifiedMs,
                    Model = name,
                    Session = session,
                    CostUsd = name is not null && name.EndsWith("-free", StringComparison.Ordinal) ? 0 : null,
                    Tokens = row.Member("usage").IsObject() ? Logged(row.Member("usage"))
                        : new TokenCounts(contextTokens, tokens, 0, 0, 0, 0),
                });
            }
            contextTokens += tokens;
        }
    }

    private static TokenCounts Logged(JsonElement usage) => new(
        usage.Loose("input_tokens"), usage.Loose("output_tokens"), usage.Loose("cache_read_input_tokens"),
            usage.Loose("cache_creation_input_tokens"), 0, 0);

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
