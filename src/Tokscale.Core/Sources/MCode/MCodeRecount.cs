using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.MCode;

/// <summary>Second reader of MiniMax Code's saved streams.</summary>
internal sealed class MCodeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(MessagesIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> MessagesIn(SourceFile file)
    {
        JsonElement[] lines = [.. RecountFile.Objects(file.Path)];
        ILookup<string?, JsonElement> results = lines.Where(line => line.Member("type").Is("exec.result"))
            .ToLookup(line => line.Text("turnId"));
        foreach (JsonElement message in lines.Where(line => line.Member("type").Is("message")).Select(line => line.Member("message")))
        {
            JsonElement usage = message.Member("usage");
            if (!message.Member("role").Is("assistant") || !usage.IsObject()) continue;
            string? turn = message.Text("turnId");
            JsonElement result = turn is null ? default : results[turn].LastOrDefault();
            long input = usage.Loose("inputTokens"), output = usage.Loose("outputTokens");
            long read = usage.Loose("cacheReadTokens"), written = usage.Loose("cacheWriteTokens"), total = usage.Loose("totalTokens");
            bool isInside = total == input + output && total != input + output + read + written;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = message.Time("timestamp") ?? file.ModifiedMs,
                Model = result.Member("model").Text("modelId"),
                Session = result.Text("sessionId") ?? file.Stem,
                Tokens = isInside ? RecountTokens.Inclusive(input, output, read, written)
                    : new TokenCounts(input, output, read, written, 0, 0),
            };
            yield return ($"{turn} {call.Session} {call.TimeMs} {call.Tokens}", call);
        }
    }
}
