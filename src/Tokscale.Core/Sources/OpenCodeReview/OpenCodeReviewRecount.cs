using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.OpenCodeReview;

/// <summary>Second reader of OpenCodeReview's sessions.</summary>
internal sealed class OpenCodeReviewRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(RowsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> RowsIn(SourceFile file)
    {
        string? model = null, session = null;
        foreach (JsonElement row in RecountFile.Objects(file.Path))
        {
            session = row.Text("sessionId") ?? session;
            if (row.Member("type").Is("session_start")) model = row.Text("model") ?? model;
            if (!row.Member("type").Is("llm_response")) continue;
            JsonElement usage = row.Member("usage");
            long prompt = usage.Loose("prompt_tokens"), read = usage.Loose("cache_read_tokens"), written = usage.Loose("cache_write_tokens");
            // What the program itself wrote has the caches in the prompt, unless they cannot be in it.
            if (row.Text("uuid") is not null && read + written <= prompt) prompt -= read + written;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = row.Time("timestamp") ?? file.ModifiedMs,
                Model = row.Text("model") ?? model,
                Session = session ?? file.Stem,
                Tokens = new TokenCounts(prompt, usage.Loose("completion_tokens"), read, written, 0, 0),
            };
            yield return ($"{call.Session} {row.Text("uuid") ?? $"{call.TimeMs} {call.Model} {call.Tokens}"}", call);
        }
    }
}
