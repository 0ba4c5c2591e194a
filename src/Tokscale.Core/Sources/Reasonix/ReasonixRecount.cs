using System.Text.Json;
using Tokscale.Core.Recounting;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Reasonix;

/// <summary>Second reader of Reasonix' days and of its older ledger.</summary>
internal sealed class ReasonixRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) =>
        input.Files.SelectMany(file => Path.GetFileName(file.Path) == "usage.jsonl" ? LedgerIn(file) : RowsIn(file)).Where(call => call.IsUsage);

    private static IEnumerable<RecountedCall> LedgerIn(SourceFile file) => RecountFile.Objects(file.Path).Select(row =>
    {
        long read = row.Loose("cacheHitTokens"), missed = row.Member("cacheMissTokens").LooseOrNull() ?? Math.Max(0, row.Loose("promptTokens") - read);
        return new RecountedCall
        {
            File = file.Path,
            TimeMs = row.Time("ts") ?? file.ModifiedMs,
            Model = row.Text("model") is { } name ? name[(name.IndexOf('/') + 1)..] : null,
            Session = row.Text("session"),
            CostUsd = row.Member("costUsd").LooseMoney(),
            Tokens = new TokenCounts(missed, row.Loose("completionTokens"), read, 0, 0, 0),
        };
    });

    private static IEnumerable<RecountedCall> RowsIn(SourceFile file) => RecountFile.Objects(file.Path).Select(row =>
    {
        long read = row.Loose("cache_hit"), output = row.Loose("completion");
        long input = row.Member("cache_miss").LooseOrNull() is { } missed ? missed + read : row.Loose("prompt");
        return new RecountedCall
        {
            File = file.Path,
            TimeMs = row.Time("ts") ?? RecountTime.Of(file.Stem + "T12:00:00Z") ?? file.ModifiedMs,
            Model = row.Text("model") is { } name ? name[(name.IndexOf('/') + 1)..] : null,
            Session = file.Stem,
            Messages = (int)Math.Clamp(row.Member("requests").LooseOrNull() ?? 1, 1, int.MaxValue),
            Tokens = RecountTokens.Inclusive(input, output, read, 0, Math.Min(output, row.Loose("reasoning"))),
        };
    });
}
