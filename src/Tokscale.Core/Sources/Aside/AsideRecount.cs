using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Aside;

/// <summary>Second reader of Aside's sessions.</summary>
internal sealed class AsideRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(CallsIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> CallsIn(SourceFile file)
    {
        foreach (JsonElement message in RecountFile.Objects(file.Path))
        {
            JsonElement usage = message.Member("usage");
            if (!message.Member("role").Is("assistant") || !usage.IsObject()) continue;
            decimal? costUsd = usage.Member("cost").Member("total").Money();
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = message.Time("timestamp") ?? file.ModifiedMs,
                Model = message.Text("model"),
                Session = file.FolderName,
                CostUsd = costUsd > 0 ? costUsd : null,
                Tokens = TokensOf(usage),
            };
            yield return (message.Text("responseId") ?? $"{call.Session} {call.TimeMs} {call.Model} {call.Tokens}", call);
        }
    }

    private static TokenCounts TokensOf(JsonElement usage)
    {
        long input = usage.Count("input"), output = usage.Count("output"), read = usage.Count("cacheRead"), written = usage.Count("cacheWrite");
        // The total shows whether what was cached lies in the input.
        bool isInside = read > 0 && input >= read && usage.Count("totalTokens") == input + output + written;
        long reasoning = Math.Min(usage.Count("reasoning"), output);
        return new(isInside ? input - read : input, output - reasoning, read, written, Math.Min(usage.Count("cacheWrite1h"), written), reasoning);
    }
}
