using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.QuickDesk;

/// <summary>Second reader of Quick Desktop's metrics.</summary>
internal sealed class QuickDeskRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) =>
        RecountCopies.First(input.Files.Where(file => file.Path.EndsWith(".jsonl", StringComparison.Ordinal)).SelectMany(LinesIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> LinesIn(SourceFile file)
    {
        string day = file.Stem[(file.Stem.IndexOf('-') + 1)..];
        foreach (JsonElement line in RecountFile.Objects(file.Path))
        {
            bool isCall = line.Member("Model").HasText()
                && line.Member("InputTokens").LooseOrNull() is not null && line.Member("OutputTokens").LooseOrNull() is not null;
            if (!isCall) continue;
            var call = new RecountedCall
            {
                File = file.Path,
                TimeMs = line.Member("_aws").Time("Timestamp") ?? RecountTime.Of(day + "T12:00:00Z") ?? file.ModifiedMs,
                Model = line.Text("Model"),
                Session = line.Text("session_id") ?? file.Stem,
                CostUsd = line.Member("CostUSD").LooseMoney(),
                Tokens = new TokenCounts(line.Loose("InputTokens"), line.Loose("OutputTokens"), 0, 0, 0, 0),
            };
            yield return ($"{call.Session} {call.TimeMs} {call.Model} {call.Tokens}", call);
        }
    }
}
